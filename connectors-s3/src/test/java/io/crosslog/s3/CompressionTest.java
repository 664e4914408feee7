package io.crosslog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A compressed object")
class CompressionTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("is expanded to what it was made of, over many blocks")
    void whole(Packed form) throws Exception {
        List<String> lines = Logs.lines(20_000, 1);
        byte[] packed = form.pack(Logs.text(lines).getBytes(UTF_8));
        assertThat(Cutting.texts(Cutting.all(packed, form.plan()))).isEqualTo(lines);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("comes out the same when the connection gives single bytes")
    void singleBytes(Packed form) throws Exception {
        List<String> lines = Logs.lines(300, 2);
        byte[] packed = form.pack(Logs.text(lines).getBytes(UTF_8));
        StoredObject object = StoredObject.of(packed).inPieces(1);
        assertThat(Cutting.texts(Cutting.all(object, form.plan(), 0))).isEqualTo(lines);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SNAPPY_RAW")
    @DisplayName("may be several ones after another, with none of them left out")
    void several(Packed form) throws Exception {
        List<String> lines = Logs.lines(90, 3);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int i = 0; i < 90; i += 30) {
            packed.writeBytes(form.pack(Logs.text(lines.subList(i, i + 30)).getBytes(UTF_8)));
        }
        assertThat(Cutting.texts(Cutting.all(packed.toByteArray(), form.plan())))
                .isEqualTo(lines);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("cut short at any byte gives the records before the cut, and one damaged one")
    void cutShort(Packed form) throws Exception {
        List<String> lines = Logs.lines(40, 4);
        byte[] packed = form.pack(Logs.text(lines).getBytes(UTF_8));
        for (int length = Math.max(form.mark(), 1); length < packed.length; length++) {
            List<CutRecord> records = Cutting.all(Arrays.copyOf(packed, length), form.plan());
            if (form == Packed.SNAPPY_FRAMES && length == form.mark()
                    || form == Packed.SNAPPY_JAVA && length == form.mark()) {
                // Nothing but the mark: an empty stream of this form.
                assertThat(records).isEmpty();
                continue;
            }
            assertThat(records).as("%d of %d bytes", length, packed.length).isNotEmpty();
            isPrefixAndDamage(records, lines);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "that is corrupt never fails otherwise than by a damaged record, and where there are checksums never in silence")
    void corrupt(Packed form) throws Exception {
        List<String> lines = Logs.lines(200, 5);
        byte[] packed = form.pack(Logs.text(lines).getBytes(UTF_8));
        Random random = new Random(6);
        for (int round = 0; round < 400; round++) {
            byte[] corrupt = packed.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                corrupt[form.mark() + random.nextInt(packed.length - form.mark())] ^= (byte) (1 << random.nextInt(8));
            }
            List<CutRecord> records = Cutting.all(corrupt, form.plan());
            long damaged = records.stream().filter(r -> r.damage() != null).count();
            assertThat(damaged).as("round %d", round).isLessThanOrEqualTo(1);
            if (form.isChecked() && damaged == 0) {
                assertThat(Cutting.texts(records)).as("round %d", round).isEqualTo(lines);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that is corrupt gives the same however the connection hands it out, and to whoever resumes in it")
    void sameDamage(Packed form) throws Exception {
        byte[] packed = form.pack(Logs.text(Logs.lines(3_000, 11)).getBytes(UTF_8));
        Random random = new Random(12);
        for (int round = 0; round < 8; round++) {
            byte[] corrupt = packed.clone();
            corrupt[form.mark() + random.nextInt(packed.length - form.mark())] ^= 0x15;
            List<String> all = Cutting.texts(Cutting.all(corrupt, form.plan()));
            for (int piece : new int[] {1, 100 + random.nextInt(5_000)}) {
                int from = round % 2 == 0 ? 0 : random.nextInt(all.size());
                StoredObject object = StoredObject.of(corrupt).inPieces(piece);
                assertThat(Cutting.texts(Cutting.all(object, form.plan(), from)))
                        .as("round %d", round)
                        .isEqualTo(all.subList(from, all.size()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("whose bytes are noise behind the mark ends, with one damaged record at the most")
    void noise(Packed form) throws Exception {
        byte[] packed = form.pack("{}\n".getBytes(UTF_8));
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[form.mark() + random.nextInt(3000)];
            random.nextBytes(noise);
            System.arraycopy(packed, 0, noise, 0, Math.min(noise.length, form.mark()));
            List<CutRecord> records = Cutting.all(noise, form.plan());
            assertThat(records.stream().filter(r -> r.damage() != null).count()).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives the same to a reader that resumes at any record, damage included")
    void resumed(Packed form) throws Exception {
        byte[] packed = form.pack(Logs.text(Logs.lines(50, 8)).getBytes(UTF_8));
        byte[] cut = Arrays.copyOf(packed, packed.length * 2 / 3);
        List<String> all = Cutting.texts(Cutting.all(cut, form.plan()));
        for (int from = 0; from < all.size(); from++) {
            List<CutRecord> tail = Cutting.all(StoredObject.of(cut), form.plan(), from);
            assertThat(Cutting.texts(tail)).isEqualTo(all.subList(from, all.size()));
            assertThat(tail.stream().map(CutRecord::number))
                    .containsExactlyElementsOf(IntStream.range(from, all.size())
                            .mapToObj(i -> (long) i)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"level-1.lzo", "level-9.lzo"})
    @DisplayName("that lzop itself wrote is read")
    void lzop(String file) throws Exception {
        List<CutRecord> records = Cutting.all(resource(file), Cutting.plan(ObjectFormat.jsonLines()));
        assertThat(Cutting.texts(records))
                .isEqualTo(IntStream.range(0, 40)
                        .mapToObj(i -> "{\"n\":" + i + ",\"ip\":\"192.0.2." + i * 7 % 250 + "\",\"note\":\"防火墙 "
                                + i * 7919 % 1000 + "\"}")
                        .toList());
    }

    @Test
    @DisplayName("is told by its name where nothing else tells: raw or Hadoop's snappy, or plain lines for all that")
    void byName() throws Exception {
        List<String> lines = Logs.lines(100, 9);
        byte[] plain = Logs.text(lines).getBytes(UTF_8);
        ReadingPlan plan = ReadingPlan.DEFAULT;
        for (byte[] stored : List.of(Packed.SNAPPY_RAW.pack(plain), Packed.SNAPPY_HADOOP.pack(plain), plain)) {
            for (String key : List.of("waf/2022/08/202208251645_000_132612782.snappy", "a.json.snappy", "b.SZ")) {
                assertThat(Cutting.texts(Cutting.all(StoredObject.named(key, stored), plan, 0)))
                        .isEqualTo(lines);
            }
        }
    }

    @Test
    @DisplayName("with a mark is read by it, whatever its name and the setting for those without")
    void markWins() throws Exception {
        List<String> lines = Logs.lines(10, 10);
        byte[] gzip = Packed.GZIP.pack(Logs.text(lines).getBytes(UTF_8));
        for (ObjectCompression setting : List.of(ObjectCompression.SNAPPY_RAW, ObjectCompression.SNAPPY_HADOOP)) {
            ReadingPlan plan = Cutting.plan(setting, ObjectFormat.detect(), 1 << 20);
            assertThat(Cutting.texts(Cutting.all(StoredObject.named("a.snappy", gzip), plan, 0)))
                    .isEqualTo(lines);
        }
    }

    private static void isPrefixAndDamage(List<CutRecord> records, List<String> lines) {
        int whole = records.size() - 1;
        assertThat(Cutting.texts(records.subList(0, whole))).isEqualTo(lines.subList(0, whole));
        CutRecord last = records.get(whole);
        assertThat(last.damage()).as("record %d", whole).isNotNull().contains("near byte");
        assertThat(last.number()).isEqualTo(whole);
        byte[] expected = whole < lines.size() ? lines.get(whole).getBytes(UTF_8) : new byte[0];
        if (last.length() > 0 && whole > 0) {
            byte[] head = Arrays.copyOfRange(last.bytes(), last.offset(), last.offset() + last.length());
            assertThat(expected).startsWith(head);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(CompressionTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
