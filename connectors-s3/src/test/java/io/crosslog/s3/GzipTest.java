package io.crosslog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A gzip object")
class GzipTest {

    private static final List<String> LINES = Logs.lines(30, 30);

    @Test
    @DisplayName("may be padded with zeros, and have empty members")
    void padded() throws Exception {
        byte[] padded = join(gzip(LINES), Packed.GZIP.pack(new byte[0]), new byte[1_000]);
        assertThat(read(padded)).isEqualTo(LINES);
        assertThat(read(join(gzip(LINES), new byte[3], gzip(LINES)))).hasSize(60);
        assertThat(read(Packed.GZIP.pack(new byte[0]))).isEmpty();
    }

    @Test
    @DisplayName("with anything else behind a member is damaged there, and not at its end")
    void garbage() throws Exception {
        for (String garbage : List.of("x", "\u001f", "trailing garbage", "\0\0x")) {
            List<CutRecord> records = Cutting.all(join(gzip(LINES), garbage.getBytes(UTF_8)), ReadingPlan.DEFAULT);
            assertThat(records).hasSize(31);
            assertThat(records.get(30).damage())
                    .contains("neither another nor zeros")
                    .contains("nothing after record 29");
        }
    }

    @Test
    @DisplayName("whose second member is corrupt gives all of the first, and of the second what comes before")
    void secondMember() throws Exception {
        byte[] second = gzip(LINES);
        second[second.length - 20] ^= 0x55;
        List<CutRecord> records = Cutting.all(join(gzip(LINES), second), ReadingPlan.DEFAULT);
        assertThat(records).hasSizeBetween(32, 61);
        assertThat(records.get(records.size() - 1).damage()).isNotNull();
        assertThat(Cutting.texts(records.subList(0, 30))).isEqualTo(LINES);
    }

    @Test
    @DisplayName("cut short at any byte gives every record that the bytes before the cut make")
    void cutShort() throws Exception {
        byte[] packed = gzip(LINES);
        for (int length = 20; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            int lines = 0;
            try (InputStream jdk = new GZIPInputStream(new ByteArrayInputStream(cut))) {
                for (int b = jdk.read(); b >= 0; b = jdk.read()) {
                    lines += b == '\n' ? 1 : 0;
                }
            } catch (EOFException e) {
                assertThat(Cutting.all(cut, ReadingPlan.DEFAULT))
                        .as("%d bytes", length)
                        .hasSize(lines + 1);
            }
        }
    }

    @Test
    @DisplayName("with a wrong checksum or length says that what was read may be wrong")
    void checksum() throws Exception {
        for (int fromEnd : new int[] {1, 4, 5, 8}) {
            byte[] packed = gzip(LINES);
            packed[packed.length - fromEnd] ^= 1;
            List<CutRecord> records = Cutting.all(packed, ReadingPlan.DEFAULT);
            assertThat(Cutting.texts(records.subList(0, 30))).isEqualTo(LINES);
            assertThat(records.get(30).damage()).contains("may be wrong");
        }
    }

    @Test
    @DisplayName("may have all that a header may have")
    void header() throws Exception {
        byte[] header = {0x1f, (byte) 0x8b, 8, 31, 0, 0, 0, 0, 0, 3, 4, 0, 'x', 'y', 0, 0, 'n', 0, 'c', 0, 1, 2};
        byte[] plain = Logs.text(LINES).getBytes(UTF_8);
        assertThat(read(join(header, deflated(plain)))).isEqualTo(LINES);
        for (int flags : new int[] {0x20, 0x40, 0x80}) {
            header[3] = (byte) flags;
            assertThat(read(join(header, deflated(plain))).get(0)).contains("flags " + flags);
        }
    }

    private static List<String> read(byte[] stored) throws Exception {
        return Cutting.texts(Cutting.all(stored, ReadingPlan.DEFAULT));
    }

    private static byte[] gzip(List<String> lines) throws Exception {
        return Packed.GZIP.pack(Logs.text(lines).getBytes(UTF_8));
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] packed = new byte[plain.length + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(plain);
        for (long value : new long[] {crc.getValue(), plain.length}) {
            for (int shift = 0; shift < 32; shift += 8) {
                packed[length++] = (byte) (value >>> shift);
            }
        }
        return Arrays.copyOf(packed, length);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
