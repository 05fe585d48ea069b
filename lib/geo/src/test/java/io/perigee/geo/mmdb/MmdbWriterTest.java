package io.perigee.geo.mmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.maxmind.db.Reader;
import io.perigee.geo.AddressLiteral;
import io.perigee.geo.Cidr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmdbWriterTest {
    private static final Instant BUILT_AT = Instant.parse("2026-11-21T10:00:00Z");

    private final MmdbWriter writer = new MmdbWriter("Test-City", "a test", BUILT_AT);

    @Test
    void theMetadataSaysWhatTheFileIs() throws IOException {
        writer.put(Cidr.parse("192.0.2.0/24"), Map.of("a", "b"));

        try (Reader reader = read()) {
            assertThat(reader.getMetadata().databaseType()).isEqualTo("Test-City");
            assertThat(reader.getMetadata().buildTime()).isEqualTo(BUILT_AT);
            assertThat(reader.getMetadata().description()).containsExactly(Map.entry("en", "a test"));
            assertThat(reader.getMetadata().ipVersion()).isEqualTo(6);
        }
    }

    @Test
    void everyTypeAndSizeOfValueIsReadBack() throws IOException {
        Map<String, Object> data = Map.of(
                "empty", "",
                "28", "x".repeat(28),
                "29", "x".repeat(29),
                "285", "x".repeat(285),
                "65821", "é".repeat(40_000),
                "numbers", List.of(0, 1, 255, 65_536, Integer.MAX_VALUE),
                "double", -122.4194,
                "flags", List.of(true, false),
                "nested", Map.of("names", Map.of("en", "São Paulo")),
                "long list", List.copyOf(Collections.nCopies(300, "x")));
        writer.put(Cidr.parse("192.0.2.0/24"), data);

        try (Reader reader = read()) {
            Map<?, ?> found = reader.get(ip("192.0.2.1"), Map.class);
            assertThat(found.get("numbers")).isEqualTo(List.of(0L, 1L, 255L, 65_536L, (long) Integer.MAX_VALUE));
            for (String key : List.of("empty", "28", "29", "285", "65821", "double", "flags", "nested", "long list")) {
                assertThat((Object) found.get(key)).as(key).isEqualTo(data.get(key));
            }
        }
    }

    @Test
    void aLongIsReadBackAsAnUnsigned64BitNumber() throws IOException {
        writer.put(Cidr.parse("192.0.2.0/24"), Map.of("n", Long.MAX_VALUE));

        try (Reader reader = read()) {
            assertThat(reader.get(ip("192.0.2.1"), Map.class).get("n")).isEqualTo(BigInteger.valueOf(Long.MAX_VALUE));
        }
    }

    @Test
    void theWholeSpaceMayBeOneBlock() throws IOException {
        writer.put(Cidr.parse("::/0"), Map.of("n", "all"));
        writer.put(Cidr.parse("10.0.0.0/8"), Map.of("n", "ten"));

        try (Reader reader = read()) {
            assertThat(reader.get(ip("2001:db8::1"), Map.class).get("n")).isEqualTo("all");
            assertThat(reader.get(ip("11.0.0.1"), Map.class).get("n")).isEqualTo("all");
            assertThat(reader.get(ip("10.9.9.9"), Map.class).get("n")).isEqualTo("ten");
        }
    }

    @Test
    void valuesThatTheFormatDoesNotHoldAreRefused() {
        writer.put(Cidr.parse("192.0.2.0/24"), Map.of("n", -1));
        assertThatIllegalArgumentException().isThrownBy(writer::toBytes).withMessage("number -1: expected 0 or more");

        MmdbWriter other = new MmdbWriter("Test", "a test", BUILT_AT);
        other.put(Cidr.parse("192.0.2.0/24"), Map.of("n", Instant.EPOCH));
        assertThatIllegalArgumentException().isThrownBy(other::toBytes).withMessageContaining("java.time.Instant");
    }

    @Test
    void aFileIsReplacedInOneStep(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("test.mmdb");
        Files.writeString(file, "old");
        writer.put(Cidr.parse("192.0.2.0/24"), Map.of("a", "b"));

        writer.writeTo(file);

        assertThat(file).hasBinaryContent(writer.toBytes());
        assertThat(folder.toFile().list()).containsExactly("test.mmdb");
    }

    private Reader read() throws IOException {
        return new Reader(new ByteArrayInputStream(writer.toBytes()));
    }

    private static InetAddress ip(String text) {
        return AddressLiteral.parse(text).orElseThrow();
    }
}
