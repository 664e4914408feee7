package io.crosslog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Reading over a connection that fails")
class ConnectionTest {

    private static final List<String> LINES = Logs.lines(3_000, 20);

    @ParameterizedTest
    @EnumSource
    @DisplayName("goes on where it was cut, with a reset or what looks like the end, and notices nothing")
    void cuts(Packed form) throws Exception {
        byte[] packed = form.pack(Logs.text(LINES).getBytes(UTF_8));
        Random random = new Random(21);
        for (int round = 0; round < 6; round++) {
            List<Long> cuts = random.longs(40, 0, packed.length)
                    .sorted()
                    .distinct()
                    .boxed()
                    .toList();
            StoredObject object =
                    StoredObject.of(packed).inPieces(1 + random.nextInt(5_000)).cutAt(cuts);
            if (round % 2 == 0) {
                object.endingQuietly();
            }
            assertThat(Cutting.texts(Cutting.all(object, form.plan(), 0))).isEqualTo(LINES);
            assertThat(object.opened()).isEqualTo(cuts.size() + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "is left to the engine when it is cut three times without a byte in between: an error of the connection, no damage")
    void stuck(Packed form) throws Exception {
        byte[] packed = form.pack(Logs.text(LINES).getBytes(UTF_8));
        long middle = packed.length / 2;
        StoredObject twice = StoredObject.of(packed).cutAt(List.of(middle, middle));
        assertThat(Cutting.texts(Cutting.all(twice, form.plan(), 0))).isEqualTo(LINES);

        StoredObject thrice = StoredObject.of(packed).cutAt(Collections.nCopies(3, middle));
        long read = 0;
        try (RecordStream stream = RecordStream.open(thrice, form.plan(), 0)) {
            assertThatThrownBy(() -> drain(stream))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(DamagedContentException.class)
                    .hasMessageContaining("cut 3 times at byte " + middle)
                    .hasMessageContaining("Connection reset");
            assertThatThrownBy(stream::next).isInstanceOf(IOException.class).hasMessageContaining("opened anew");
            read = stream.bytesRead();
        }
        assertThat(read).isEqualTo(middle);
        // The engine opens it again after the records that it has.
        assertThat(Cutting.texts(Cutting.all(thrice, form.plan(), 10))).isEqualTo(LINES.subList(10, LINES.size()));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("says that the object is gone as it was told so, through whatever expands it")
    void gone(Packed form) throws Exception {
        byte[] packed = form.pack(Logs.text(LINES).getBytes(UTF_8));
        StoredObject whole = StoredObject.of(packed).inPieces(1_000).cutAt(List.of(packed.length / 2L));
        ObjectBytes object = new Delegate(whole, () -> {
            throw new ObjectGoneException("deleted");
        });
        try (RecordStream stream = RecordStream.open(object, form.plan(), 0)) {
            assertThatThrownBy(() -> drain(stream))
                    .isInstanceOf(ObjectGoneException.class)
                    .hasMessage("deleted");
        }
    }

    @Test
    @DisplayName("does not try to open it again at once when it cannot be opened")
    void notOpened() throws Exception {
        StoredObject whole = StoredObject.of("{}\n".repeat(10).getBytes(UTF_8)).cutAt(List.of(5L));
        ObjectBytes object = new Delegate(whole, () -> {
            throw new IOException("503 SlowDown");
        });
        try (RecordStream stream = RecordStream.open(object, ReadingPlan.DEFAULT, 0)) {
            assertThatThrownBy(() -> drain(stream))
                    .isInstanceOf(IOException.class)
                    .hasMessage("503 SlowDown");
        }
        assertThat(whole.opened()).isEqualTo(1);
    }

    @Test
    @DisplayName("fails if the connection gives more than the object's size, after the records up to there")
    void tooMuch() throws Exception {
        byte[] bytes = "a\nb\nc\n".getBytes(UTF_8);
        ObjectBytes object = new ObjectBytes() {
            @Override
            public String name() {
                return "cos://b/k@e";
            }

            @Override
            public long size() {
                return 4;
            }

            @Override
            public InputStream open(long from) {
                return StoredObject.of(bytes).open(from);
            }
        };
        try (RecordStream stream = RecordStream.open(object, ReadingPlan.DEFAULT, 0)) {
            assertThatThrownBy(() -> drain(stream))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than the 4 bytes that it listed");
            assertThatThrownBy(stream::next).hasMessageContaining("opened anew");
        }
    }

    @Test
    @DisplayName("goes on where it was cut also behind four and five gigabytes")
    void large() throws Exception {
        long gigabyte = 1L << 30;
        List<Long> opened = new ArrayList<>();
        ObjectBytes object = new ObjectBytes() {
            @Override
            public String name() {
                return "cos://b/k@e";
            }

            @Override
            public long size() {
                return 6 * gigabyte + 7;
            }

            @Override
            public InputStream open(long from) {
                opened.add(from);
                return new Zeros(from < 3 * gigabyte ? 3 * gigabyte - from : 5 * gigabyte + 1 - from, size() - from);
            }
        };
        long count = 0;
        try (ResumingBytes bytes = new ResumingBytes(object)) {
            byte[] some = new byte[1 << 20];
            for (int more = bytes.read(some, 0, some.length); more > 0; more = bytes.read(some, 0, some.length)) {
                count += more;
            }
        }
        assertThat(count).isEqualTo(object.size());
        assertThat(opened).containsExactly(0L, 3 * gigabyte, 5 * gigabyte + 1);
    }

    @Test
    @DisplayName("ends with an interrupt, which is told as one")
    void interrupted() throws Exception {
        StoredObject object = StoredObject.of(Packed.GZIP.pack(Logs.text(LINES).getBytes(UTF_8)));
        try (RecordStream stream = RecordStream.open(object, ReadingPlan.DEFAULT, 0)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(stream::next).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    @DisplayName("counts the bytes as stored")
    void counted() throws Exception {
        byte[] packed = Packed.GZIP.pack(Logs.text(LINES).getBytes(UTF_8));
        try (RecordStream stream = RecordStream.open(StoredObject.of(packed), ReadingPlan.DEFAULT, 0)) {
            assertThat(stream.bytesRead()).isZero();
            drain(stream);
            assertThat(stream.bytesRead()).isEqualTo(packed.length);
            assertThat(stream.next()).isEmpty();
        }
    }

    private static void drain(RecordStream stream) throws IOException, InterruptedException {
        while (stream.next().isPresent()) {
            assertThat(stream.bytesRead()).isPositive();
        }
    }

    /** Ends with a reset after so many bytes, or at its end if that is never. */
    private static final class Zeros extends InputStream {

        private long untilCut;
        private long untilEnd;

        Zeros(long untilCut, long untilEnd) {
            this.untilCut = untilCut > 0 ? untilCut : Long.MAX_VALUE;
            this.untilEnd = untilEnd;
        }

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1) < 0 ? -1 : 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (untilCut == 0) {
                throw new IOException("Connection reset");
            }
            int count = (int) Math.min(length, Math.min(untilCut, untilEnd));
            untilCut -= count;
            untilEnd -= count;
            return count == 0 ? -1 : count;
        }
    }

    private interface Opening {
        void again() throws IOException;
    }

    /** Fails where it is opened for the second time. */
    private record Delegate(StoredObject object, Opening opening) implements ObjectBytes {

        @Override
        public String name() {
            return object.name();
        }

        @Override
        public long size() {
            return object.size();
        }

        @Override
        public InputStream open(long from) throws IOException {
            if (object.opened() > 0) {
                opening.again();
            }
            return object.open(from);
        }
    }
}
