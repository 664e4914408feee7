package io.crosslog.samples;

import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A source of one's own: the lines of a file, each one record; after a restart it goes on where it was. */
public record CustomSource(String name, Path file) implements Source {

    @Override
    public boolean remembersPositions() {
        return false; // so the pipeline asks for a CheckpointStore
    }

    @Override
    public SourceReader open(SourceContext context) throws IOException {
        Optional<Position> claimed = context.claim("lines");
        long from = claimed.filter(p -> !p.isStart())
                .map(p -> Long.parseLong(p.token().substring(3)))
                .orElse(0L);
        return new Lines(claimed.isEmpty(), from);
    }

    private final class Lines implements SourceReader {
        private final BufferedReader reader = Files.newBufferedReader(file);
        private final Origin.Prefix origin = Origin.prefix(name, file.toUri() + "#");
        private final Instant arrival = Files.getLastModifiedTime(file).toInstant();
        private boolean done;
        private long number;

        Lines(boolean elsewhere, long from) throws IOException {
            done = elsewhere;
            while (number < from && reader.readLine() != null) {
                number++;
            }
        }

        @Override
        public Optional<RecordBatch> poll(Duration maxWait) throws IOException {
            List<RawRecord> records = new ArrayList<>();
            while (!done && records.size() < 500) {
                String line = reader.readLine();
                done = line == null;
                if (line != null) {
                    records.add(RawRecord.of(origin.at(number++), line.getBytes(StandardCharsets.UTF_8), arrival));
                }
            }
            return records.isEmpty()
                    ? Optional.empty()
                    : Optional.of(RecordBatch.of(Position.of("lines", "v1:" + number), records));
        }

        @Override
        public boolean isExhausted() {
            return done;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
