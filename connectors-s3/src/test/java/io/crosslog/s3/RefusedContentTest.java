package io.crosslog.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("An object that is not read")
class RefusedContentTest {

    private static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("PAR1\u0015\u0004\u0015\u0010", "Parquet"),
                Arguments.of("PARE\u0015\u0004", "encrypted Parquet"),
                Arguments.of("ORC\n\u0003\u0000\u0000", "ORC"),
                Arguments.of("Obj\u0001\u0004\u0016avro.schema", "an Avro file"),
                Arguments.of("SEQ\u0006\u0019org", "a Hadoop sequence file"),
                Arguments.of("ARROW1\u0000\u0000", "an Arrow file"),
                Arguments.of("PK\u0003\u0004\u0014\u0000", "zip"),
                Arguments.of("BZh91AY&SY\u0001\u0002", "bzip2"),
                Arguments.of("\u00fd7zXZ\u0000\u0000", "xz"),
                Arguments.of("7z\u00bc\u00af'\u001c\u0000", "7z"),
                Arguments.of("Rar!\u001a\u0007\u0000", "rar"),
                Arguments.of("\u001f\u009d\u0090", "compress (.Z)"),
                Arguments.of("\u0002!L\u0018", "lz4 of the legacy frame"),
                Arguments.of("\u00ff\u00fea\u0000", "UTF-16 text"),
                Arguments.of("\u00fe\u00ff\u0000a", "UTF-16 text"),
                Arguments.of("{\u0000a\u0000", "UTF-16 text"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("is rejected as a whole and by name, also within a compressed one")
    void byName(String bytes, String name) throws Exception {
        byte[] content = bytes.getBytes(ISO_8859_1);
        for (byte[] stored : List.of(content, Packed.GZIP.pack(content))) {
            List<CutRecord> records = Cutting.all(stored, ReadingPlan.DEFAULT);
            assertThat(records).hasSize(1);
            assertThat(records.get(0).number()).isZero();
            assertThat(records.get(0).damage())
                    .contains("the content is " + name)
                    .contains("have the logs shipped");
            assertThat(records.get(0).bytes()).startsWith(Arrays.copyOf(content, 2));
            // Handed out with the object's end, it is met again only where something else was read before.
            assertThat(Cutting.all(StoredObject.of(stored), ReadingPlan.DEFAULT, 1))
                    .singleElement()
                    .satisfies(record -> assertThat(record.number()).isEqualTo(1));
        }
    }

    @Test
    @DisplayName("may be a tar archive, or compressed twice")
    void nested() throws Exception {
        byte[] tar = new byte[1024];
        System.arraycopy("logs/a.json".getBytes(UTF_8), 0, tar, 0, 11);
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        assertThat(Cutting.all(Packed.GZIP.pack(tar), ReadingPlan.DEFAULT)
                        .get(0)
                        .damage())
                .contains("a tar archive");
        byte[] once = Packed.GZIP.pack("{}\n".getBytes(UTF_8));
        assertThat(Cutting.all(Packed.ZSTD.pack(once), ReadingPlan.DEFAULT)
                        .get(0)
                        .damage())
                .contains("gzip again");
    }

    @Test
    @DisplayName("is read all the same where the setting says that bytes are to be taken as they are")
    void asTheyAre() throws Exception {
        ReadingPlan plan = Cutting.plan(ObjectCompression.NONE, ObjectFormat.lines(), 1 << 20);
        for (byte[] content :
                List.of("PAR1\u0001\nb".getBytes(UTF_8), "{}\n".getBytes(UTF_16LE), Packed.GZIP.pack(new byte[9]))) {
            assertThat(Cutting.all(content, plan)).isNotEmpty().allMatch(r -> r.damage() == null);
        }
    }
}
