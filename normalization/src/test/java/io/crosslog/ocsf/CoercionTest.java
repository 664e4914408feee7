package io.crosslog.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Coercion to the types of OCSF")
class CoercionTest {

    private static final OcsfSchema SCHEMA = OcsfSchema.bundled();

    private static Object coerce(String type, Object value) {
        OcsfAttribute attribute = new OcsfAttribute(
                "a", SCHEMA.types().get(type), null, false, OcsfRequirement.OPTIONAL, Set.of(), null, null, null, null);
        Leaf leaf = Coercion.leaf(attribute, value, null);
        return leaf == null ? null : leaf.value();
    }

    @Test
    @DisplayName("reads whole numbers of 32 and 64 bits")
    void wholeNumbers() {
        for (Object one :
                Arrays.asList(1, 1L, (short) 1, 1.0, 1f, "1", " +1 ", "1.000", new BigDecimal("1.0"), BigInteger.ONE)) {
            assertThat(coerce("integer_t", one)).as("%s", one).isEqualTo(1);
            assertThat(coerce("long_t", one)).as("%s", one).isEqualTo(1L);
        }
        for (Object none : List.of(
                "x",
                "1.5",
                "0x1",
                "1e3",
                "１",
                "--1",
                "9".repeat(50),
                1.5,
                Double.NaN,
                1e300,
                true,
                List.of(1),
                Map.of(),
                new BigDecimal("1E+999999999"),
                new BigDecimal("1E-999999999"))) {
            assertThat(coerce("integer_t", none)).as("%s", none.getClass()).isNull();
            assertThat(coerce("long_t", none)).as("%s", none.getClass()).isNull();
        }
        assertThat(coerce("integer_t", "2147483648")).isNull();
        assertThat(coerce("integer_t", "-2147483648")).isEqualTo(Integer.MIN_VALUE);
        assertThat(coerce("long_t", "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(coerce("long_t", "9223372036854775808")).isNull();
        assertThat(coerce("long_t", BigInteger.ONE.shiftLeft(63))).isNull();
    }

    @Test
    @DisplayName("reads floating-point numbers, finite ones only")
    void floats() {
        for (Object value : List.of("1.5", 1.5, " 15e-1 ", new BigDecimal("1.5"), "+1.50")) {
            assertThat(coerce("float_t", value)).isEqualTo(1.5);
        }
        assertThat(coerce("float_t", 2)).isEqualTo(2.0);
        assertThat(coerce("float_t", ".5")).isEqualTo(0.5);
        for (Object none : List.of("NaN", "Infinity", "1f", "0x1p3", "1e999", ".", "", Double.NaN, true)) {
            assertThat(coerce("float_t", none)).as("%s", none).isNull();
        }
    }

    @Test
    @DisplayName("reads booleans, times and ports")
    void others() {
        for (Object truth : List.of(true, "TRUE", "1", 1, 1.0)) {
            assertThat(coerce("boolean_t", truth)).isEqualTo(true);
        }
        for (Object falsehood : List.of(false, "False", "0", 0)) {
            assertThat(coerce("boolean_t", falsehood)).isEqualTo(false);
        }
        assertThat(coerce("boolean_t", "yes")).isNull();
        assertThat(coerce("boolean_t", 2)).isNull();
        assertThat(coerce("timestamp_t", Instant.ofEpochSecond(1))).isEqualTo(1000L);
        assertThat(coerce("timestamp_t", "1767225600000")).isEqualTo(1767225600000L);
        assertThat(coerce("timestamp_t", Instant.MAX)).isNull();
        assertThat(coerce("timestamp_t", "2026-01-01")).isNull();
        assertThat(coerce("datetime_t", Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(coerce("datetime_t", "2026-01-01 00:00:00")).isNull();
        assertThat(coerce("port_t", "65535")).isEqualTo(65535);
        assertThat(coerce("port_t", 65536)).isNull();
        assertThat(coerce("port_t", -1)).isNull();
    }

    @Test
    @DisplayName("checks the shapes of text")
    void texts() {
        assertThat(coerce("string_t", 1.0)).isEqualTo("1.0");
        assertThat(coerce("string_t", " as it is ")).isEqualTo(" as it is ");
        assertThat(coerce("string_t", Map.of())).isNull();
        assertThat(coerce("string_t", new byte[1])).isNull();
        assertThat(coerce("bytestring_t", "abc".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("YWJj");
        assertThat(coerce("bytestring_t", "YWJj")).isEqualTo("YWJj");
        assertThat(coerce("bytestring_t", "no base64!")).isNull();
        assertThat(coerce("mac_t", "00-11-22-33-44-FF")).isEqualTo("00-11-22-33-44-FF");
        assertThat(coerce("mac_t", "00112233AAff")).isEqualTo("00:11:22:33:AA:ff");
        assertThat(coerce("mac_t", "0011.2233.aaff")).isEqualTo("00:11:22:33:aa:ff");
        assertThat(coerce("mac_t", "00:11-22:33:44:55")).isNull();
        assertThat(coerce("uuid_t", "{123e4567-e89b-12d3-a456-426614174000}"))
                .isEqualTo("123e4567-e89b-12d3-a456-426614174000");
        assertThat(coerce("uuid_t", "123E4567e89b12d3a456426614174000"))
                .isEqualTo("123E4567-e89b-12d3-a456-426614174000");
        assertThat(coerce("uuid_t", "123")).isNull();
        assertThat(coerce("hostname_t", " 例え.example.com ")).isEqualTo("例え.example.com");
        assertThat(coerce("hostname_t", "a b")).isNull();
        assertThat(coerce("hostname_t", " ")).isNull();
        assertThat(coerce("hostname_t", "a".repeat(256))).isNull();
        assertThat(coerce("email_t", "alice@example.com")).isEqualTo("alice@example.com");
        assertThat(coerce("email_t", "alice")).isNull();
        assertThat(coerce("email_t", "a".repeat(1_000_000))).isNull();
        assertThat(coerce("subnet_t", "2".repeat(43))).isNull();
    }

    @Test
    @DisplayName("copies JSON of any kind, and refuses what is nested too deep for a copy to hold all")
    void json() {
        assertThat(coerce("json_t", List.of(1, Map.of("a", "b")))).isEqualTo(List.of(1, Map.of("a", "b")));
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        assertThat(coerce("json_t", cycle)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "0.0.0.0",
                "255.255.255.255",
                " 198.51.100.7\t",
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:DB8:0:0:8:800:200C:417A",
                "::ffff:192.0.2.1",
                "64:ff9b::192.0.2.33",
                "1:2:3:4:5:6:7::",
                "1:2:3:4:5:6:192.0.2.1",
                "fe80::1%eth0"
            })
    @DisplayName("takes IP addresses of both kinds")
    void addresses(String address) {
        assertThat(coerce("ip_t", address)).isEqualTo(address.strip());
        assertThat(SCHEMA.types().get("ip_t").regex().matcher(address.strip()).find())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "unknown",
                "192.0.2",
                "192.0.2.1.1",
                "192.0.2.256",
                "192.0.02.1",
                "192.0.2.1:80",
                "192.0.2.1%eth0",
                "1921021221",
                "١٩٢.0.2.1",
                ":",
                ":::",
                "1:2:3",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:192.0.2.1",
                "1:2:3:4::5:6:7:8",
                "192.0.2.1::1",
                "12345::",
                "g::",
                "[::1]",
                "fe80::1%",
                "fe80::1%a b",
                "2001:db8:0:0:0:0:0:1%averyverylongzonename"
            })
    @DisplayName("takes nothing else for an IP address")
    void noAddresses(String text) {
        assertThat(coerce("ip_t", text)).isNull();
    }

    @Test
    @DisplayName("takes no address that the schema's own expression would not")
    void agreesWithSchema() {
        Random random = new Random(8);
        String[] parts = {":", "::", ".", "0", "1", "25", "255", "ff", "abcd", "192.0.2.1", "%", "eth0", " "};
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(16);
            for (int j = 0; j < length; j++) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Object address = coerce("ip_t", text.toString());
            if (address != null) {
                accepted++;
                assertThat(SCHEMA.types()
                                .get("ip_t")
                                .regex()
                                .matcher((String) address)
                                .find())
                        .as("%s", address)
                        .isTrue();
            }
        }
        assertThat(accepted).isGreaterThan(500);
    }
}
