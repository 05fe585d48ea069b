package io.perigee.functions.cwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is said in a token is read from it, with that key alone; whatever the bytes, reading ends with a token or a refusal. */
class WebTokenProperties {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = new JsonMapper();

    @Property(tries = 300)
    void whatIsSaidIsRead(
            @ForAll("maps") JsonNode unprotectedHeaders,
            @ForAll("maps") JsonNode payload,
            @ForAll @Size(min = 1, max = 80) byte[] key,
            @ForAll boolean cwtTag)
            throws Exception {
        ObjectNode said = JSON.createObjectNode();
        said.putObject("protectedHeaders").put("1", 5);
        said.set("unprotectedHeaders", ((ObjectNode) unprotectedHeaders).without("1"));
        said.set("payload", payload);
        byte[] token;
        try {
            token = WebToken.generate(said.toString(), key, cwtTag);
        } catch (InvalidTokenException tooLong) {
            assertThat(tooLong).hasMessageContaining("expected 1024 or less");
            return;
        }
        assertThat(JSON.readTree(WebToken.validate(token, key))).isEqualTo(JSON.readTree(said.toString()));
    }

    @Property(tries = 1_000)
    void anyBytesAreRefused(@ForAll @Size(max = 1100) byte[] bytes) {
        assertRefused(bytes);
    }

    @Property(tries = 1_000)
    void bytesThatBeginLikeATokenAreRefused(@ForAll @Size(max = 200) byte[] bytes) {
        byte[] token = new byte[bytes.length + 2];
        token[0] = (byte) 0xd1;
        token[1] = (byte) 0x84;
        System.arraycopy(bytes, 0, token, 2, bytes.length);
        assertRefused(token);
    }

    @Property(tries = 300)
    void aTokenThatIsCutOffIsRefused(@ForAll("maps") JsonNode payload, @ForAll @IntRange(max = 1023) int length) {
        ObjectNode said = JSON.createObjectNode();
        said.putObject("protectedHeaders");
        said.putObject("unprotectedHeaders");
        said.set("payload", payload);
        try {
            byte[] token = WebToken.generate(said.toString(), new byte[] {1}, true);
            assertRefused(Arrays.copyOf(token, length % token.length));
        } catch (InvalidTokenException tooLong) {
            assertThat(tooLong).hasMessageContaining("expected 1024 or less");
        }
    }

    private static void assertRefused(byte[] token) {
        try {
            WebToken.validate(token, new byte[] {1});
        } catch (InvalidTokenException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        throw new AssertionError("a forged token is valid");
    }

    @Provide
    Arbitrary<JsonNode> maps() {
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                Arbitraries.strings()
                        .ofMaxLength(12)
                        .filter(WebTokenProperties::isText)
                        .map(text -> NODES.textNode("s" + text)),
                Arbitraries.strings()
                        .withCharRange('\0', '\u00ff')
                        .ofMaxLength(12)
                        .map(bytes -> NODES.textNode("b" + bytes)),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.longs().between(-(1L << 53) + 1, (1L << 53) - 1).map(NODES::numberNode),
                Arbitraries.doubles().filter(value -> value % 1 != 0).map(NODES::numberNode),
                Arbitraries.of("nNaN", "nInfinity", "n-Infinity").map(NODES::textNode),
                Arbitraries.of(NODES.booleanNode(true), NODES.booleanNode(false), NODES.nullNode()));
        return objects(
                Arbitraries.recursive(() -> leaves, inner -> Arbitraries.oneOf(objects(inner), arrays(inner)), 0, 3));
    }

    /** UTF-16 that is UTF-8 as well. */
    private static boolean isText(String text) {
        return !text.codePoints().anyMatch(point -> point >= 0xd800 && point < 0xe000);
    }

    private static Arbitrary<JsonNode> arrays(Arbitrary<JsonNode> elements) {
        return elements.list().ofMaxSize(4).map(list -> {
            ArrayNode array = NODES.arrayNode();
            list.forEach(array::add);
            return array;
        });
    }

    private static Arbitrary<JsonNode> objects(Arbitrary<JsonNode> values) {
        Arbitrary<String> keys = Arbitraries.oneOf(
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8),
                Arbitraries.of("01", "-0", "9007199254740993", "1.5", "", "__proto__"));
        return Arbitraries.maps(keys, values).ofMaxSize(4).map(map -> {
            ObjectNode object = NODES.objectNode();
            map.forEach(object::set);
            return object;
        });
    }
}
