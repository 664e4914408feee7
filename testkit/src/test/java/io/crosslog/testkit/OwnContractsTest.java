package io.crosslog.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.crosslog.checkpoint.FileCheckpointStore;
import io.crosslog.checkpoint.MemoryCheckpointStore;
import io.crosslog.decode.JsonDecoder;
import io.crosslog.decode.LinesDecoder;
import io.crosslog.decode.TextDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Sink;
import io.crosslog.spi.Source;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Core's and the kit's own implementations keep the contracts. */
class OwnContractsTest {

    @Nested
    class Fake extends SourceContract {
        @Override
        protected Source source() {
            return FakeSource.named("fake")
                    .batch("p", "a", "b")
                    .batch("q", "1")
                    .batch("p", "c")
                    .batch("q", "2", "3")
                    .endless()
                    .build();
        }

        @Override
        protected int records() {
            return 6;
        }
    }

    @Nested
    class Recording extends SinkContract {
        private final RecordingSink sink = RecordingSink.create();

        @Override
        protected Sink sink() {
            return sink;
        }

        @Override
        protected List<String> delivered() {
            return sink.events().stream()
                    .map(event -> event.text("marker").orElseThrow())
                    .toList();
        }

        @Override
        protected boolean down(boolean down) {
            sink.leaveUnsent(event -> down && event.text("marker").orElseThrow().compareTo("p-4") > 0);
            return true;
        }
    }

    @Nested
    class Json extends DecoderContract {
        @Override
        protected Decoder decoder() {
            return JsonDecoder.create();
        }

        @Override
        protected List<byte[]> valid() {
            return List.of(
                    "{\"a\":\"é\\u00e9\\ud83d\\ude00\",\"b\":[1,{\"c\":null}]}".getBytes(UTF_8),
                    "[{\"a\":1},{\"a\":2}]".getBytes(UTF_8),
                    "{\"a\":1}\n{\"a\":2}\n".getBytes(UTF_8));
        }
    }

    @Nested
    class Lines extends NormalizerContract {
        @Override
        protected Decoder decoder() {
            return LinesDecoder.of(TextDecoder.create());
        }

        @Override
        protected Normalizer normalizer() {
            return (event, out) -> out.emit(LogEvent.builder(event)
                    .put("line", event.text("content").orElseThrow())
                    .build());
        }

        @Override
        protected List<byte[]> valid() {
            return List.of("one\ntwo \"quoted\" \u0001\r\n三".getBytes(UTF_8));
        }
    }

    @Nested
    class Memory extends CheckpointStoreContract {
        private final CheckpointStore store = MemoryCheckpointStore.create();

        @Override
        protected CheckpointStore store() {
            return store;
        }
    }

    @Nested
    class Files extends CheckpointStoreContract {
        @TempDir
        Path dir;

        @Override
        protected CheckpointStore store() {
            return FileCheckpointStore.in(dir);
        }
    }
}
