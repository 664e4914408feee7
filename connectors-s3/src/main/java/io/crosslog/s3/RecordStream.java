package io.crosslog.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of one object, one after another. Confined to one thread. */
final class RecordStream implements Closeable {

    private final InputStream in;
    private long read;
    private long number;

    private RecordStream(InputStream in) {
        this.in = in;
    }

    /**
     * Opens an object's records.
     *
     * @param object the object
     * @param plan how to read it
     * @param skipRecords how many records to pass over, as they were handed out before
     */
    static RecordStream open(ObjectBytes object, ReadingPlan plan, long skipRecords) throws IOException {
        RecordStream stream = new RecordStream(new BufferedInputStream(object.open(0), 1 << 16));
        while (stream.number < skipRecords && stream.line() != null) {
            stream.number++;
        }
        return stream;
    }

    /** {@return the next record, or empty at the object's end} */
    Optional<CutRecord> next() throws IOException, InterruptedException {
        byte[] line = line();
        return line == null ? Optional.empty() : Optional.of(new CutRecord(number++, line, 0, line.length, null));
    }

    /** {@return how many bytes of the object, as stored, were read} */
    long bytesRead() {
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n') {
            read++;
            out.write(b);
            b = in.read();
        }
        read++;
        return out.toByteArray();
    }
}
