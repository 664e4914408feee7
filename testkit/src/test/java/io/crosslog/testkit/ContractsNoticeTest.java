package io.crosslog.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Limits;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceReader;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kits fail those who break a rule, and name the rule. */
class ContractsNoticeTest {

    /** A position one record too far: what was never handed out is skipped after a restart. */
    static class Lossy extends SourceContract {
        @Override
        protected Source source() {
            return new Source() {
                @Override
                public String name() {
                    return "lossy";
                }

                @Override
                public boolean remembersPositions() {
                    return false;
                }

                @Override
                public SourceReader open(SourceContext context) throws IOException {
                    Position claimed = context.claim("p").orElseThrow();
                    int[] next = {
                        claimed.isStart() ? 0 : Integer.parseInt(claimed.token().substring(3))
                    };
                    return new SourceReader() {
                        @Override
                        public Optional<RecordBatch> poll(Duration maxWait) {
                            if (next[0] >= 5) {
                                return Optional.empty();
                            }
                            RawRecord record = RawRecord.of(
                                    Origin.prefix("lossy", "l:").at(next[0]++), new byte[1], Parsers.ARRIVAL);
                            return Optional.of(
                                    RecordBatch.of(Position.of("p", "v1:" + (next[0] + 1)), List.of(record)));
                        }

                        @Override
                        public boolean isExhausted() {
                            return next[0] >= 5;
                        }

                        @Override
                        public void close() {}
                    };
                }
            };
        }

        @Override
        protected int records() {
            return 5;
        }
    }

    /** Throws what it should not at bad input, and says nothing of empty input. */
    static class Careless extends DecoderContract {
        @Override
        protected Decoder decoder() {
            return (record, out) -> {
                if (record.length() > 0) {
                    int n = Integer.parseInt(new String(record.copyBytes(), UTF_8));
                    out.emit(LogEvent.builder(record).put("n", n).build());
                }
            };
        }

        @Override
        protected List<byte[]> valid() {
            return List.of("42".getBytes(UTF_8));
        }
    }

    /** Says that all is durable, and keeps half. */
    static class Forgetful extends SinkContract {
        private final List<String> kept = new ArrayList<>();

        @Override
        protected Sink sink() {
            return new Sink() {
                @Override
                public String name() {
                    return "forgetful";
                }

                @Override
                public SinkWriter open(SinkContext context) {
                    return new SinkWriter() {
                        @Override
                        public Limits limits() {
                            return new Limits(10, 1_000);
                        }

                        @Override
                        public WriteResult write(WriteBatch batch) {
                            for (int i = 0; i < batch.events().size(); i += 2) {
                                kept.add(batch.events().get(i).text("marker").orElseThrow());
                            }
                            return WriteResult.complete();
                        }

                        @Override
                        public void close() {}
                    };
                }
            };
        }

        @Override
        protected List<String> delivered() {
            return kept;
        }
    }

    private static List<String> failuresOf(Class<?> kit) {
        List<String> failed = new ArrayList<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(kit))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest() && result.getStatus() == TestExecutionResult.Status.FAILED) {
                                    failed.add(test.getDisplayName());
                                }
                            }
                        });
        return failed;
    }

    @Test
    @DisplayName("A source whose positions skip a record fails R3")
    void lossy() {
        assertThat(failuresOf(Lossy.class)).anyMatch(name -> name.startsWith("R3 closed after every batch"));
    }

    @Test
    @DisplayName("A decoder that throws at bad input fails R6")
    void careless() {
        assertThat(failuresOf(Careless.class)).anyMatch(name -> name.startsWith("R6 whatever the bytes"));
    }

    @Test
    @DisplayName("A sink that loses events fails R9")
    void forgetful() {
        assertThat(failuresOf(Forgetful.class)).anyMatch(name -> name.startsWith("R9 what is named neither"));
    }
}
