package io.crosslog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A decompression bomb")
class BombTest {

    private static final int MEGABYTE = 1 << 20;

    @Test
    @DisplayName("that expands beyond measure is given up, in one stream or in many members")
    void ratio() throws Exception {
        byte[] zeros = new byte[MEGABYTE];
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] member = Packed.GZIP.pack(zeros);
        for (int i = 0; i < 100; i++) {
            bomb.writeBytes(member);
        }
        byte[] frame = Packed.ZSTD.pack(new byte[100 * MEGABYTE]);
        for (byte[] stored : List.of(bomb.toByteArray(), frame)) {
            ReadingPlan plan = new ReadingPlan(
                    ObjectCompression.DETECT, ObjectFormat.lines(), 1_000, 100, ReadingPlan.DEFAULT.maxExpandedBytes());
            List<CutRecord> records = Cutting.all(stored, plan);
            assertThat(records).hasSize(1);
            assertThat(records.get(0).damage()).contains("maxExpansion: 100 times its size");
        }
    }

    @Test
    @DisplayName("of many small records gives them up to the limit in bytes, and then one damaged one")
    void size() throws Exception {
        byte[] lines = new byte[3 * MEGABYTE];
        for (int i = 0; i < lines.length; i += 3) {
            lines[i] = '{';
            lines[i + 1] = '}';
            lines[i + 2] = '\n';
        }
        ReadingPlan plan = new ReadingPlan(ObjectCompression.DETECT, ObjectFormat.lines(), 1_000, 1_000, MEGABYTE);
        List<CutRecord> records = Cutting.all(Packed.GZIP.pack(lines), plan);
        assertThat(records).hasSize(MEGABYTE / 3 + 1);
        assertThat(records.get(records.size() - 1).damage()).contains("maxExpandedBytes");
        assertThat(records.subList(0, records.size() - 1)).allMatch(r -> r.damage() == null);
    }

    @Test
    @DisplayName("is none if it ends exactly at the limit")
    void atTheLimit() throws Exception {
        byte[] lines = "a\n".repeat(MEGABYTE / 2).getBytes(UTF_8);
        ReadingPlan plan = new ReadingPlan(ObjectCompression.DETECT, ObjectFormat.lines(), 1_000, 1_000, MEGABYTE);
        assertThat(Cutting.all(Packed.GZIP.pack(lines), plan))
                .hasSize(MEGABYTE / 2)
                .allMatch(r -> r.damage() == null);
    }

    @Test
    @DisplayName("does not hit what compresses well but is small")
    void free() throws Exception {
        byte[] lines = new byte[2 * MEGABYTE];
        Arrays.fill(lines, (byte) '\n');
        lines[0] = 'a';
        ReadingPlan plan = new ReadingPlan(ObjectCompression.DETECT, ObjectFormat.lines(), 1_000, 2, Long.MAX_VALUE);
        assertThat(Cutting.texts(Cutting.all(Packed.GZIP.pack(lines), plan))).containsExactly("a");
    }

    @Test
    @DisplayName("that asks for a large window, a large block or a copy from far back is refused, and gets no memory")
    void memory() throws Exception {
        byte[] zstd = Zstd.compress(new byte[MEGABYTE]);
        // RFC 8878, 3.1.1.1: no single segment, and a window of 2^41 bytes.
        byte[] window = {zstd[0], zstd[1], zstd[2], zstd[3], 0, (byte) 0xff, 1, 0, 0};
        assertThat(damage(window, ObjectCompression.DETECT)).contains("zstd").contains("memory");

        byte[] lzop = Packed.LZOP.pack(new byte[10]);
        lzop[38] = 0x7f;
        assertThat(damage(lzop, ObjectCompression.DETECT))
                .contains("an lzop block")
                .contains("more than");

        byte[] hadoop = {0x7f, 0, 0, 0, 0x7f, 0, 0, 0, 1, 0, 'a'};
        assertThat(damage(hadoop, ObjectCompression.SNAPPY_HADOOP)).contains("which it cannot be");

        // A block of 1 GiB that copies one byte on and on, and then from 512 KiB back.
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        raw.writeBytes(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 4, 0, '\n'});
        for (int i = 0; i < 10_000; i++) {
            raw.writeBytes(new byte[] {(byte) 0xfe, 1, 0});
        }
        raw.writeBytes(new byte[] {3, 0, 0, 8, 0});
        assertThat(damage(raw.toByteArray(), ObjectCompression.SNAPPY_RAW)).contains("no known encoder reaches");
    }

    private static String damage(byte[] stored, ObjectCompression compression)
            throws IOException, InterruptedException {
        List<CutRecord> records = Cutting.all(stored, Cutting.plan(compression, ObjectFormat.lines(), 1_000));
        assertThat(records).hasSize(1);
        return String.valueOf(records.get(0).damage());
    }
}
