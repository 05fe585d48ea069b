package io.perigee.functions.cwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import com.fasterxml.jackson.dataformat.cbor.CBORParser.TagList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CBOR (RFC 8949) from and to JSON that loses nothing a JavaScript value has: a text string is {@code "s…"}, a byte string {@code "b…"} with a
 * character up to 255 for each byte, a number that JSON has not {@code "nNaN"}, {@code "nInfinity"} or {@code "n-Infinity"}. Maps are objects: keys
 * that are integers are their digits, and digits become an integer again. Tags of values are passed over, {@code undefined} is null.
 *
 * <p>What a JavaScript number cannot hold exactly is refused: two identifiers must not become one.
 */
final class Notation {
    /** Levels of maps and arrays, the token's own among them. */
    private static final int MAX_DEPTH = 16;

    /** Of {@code Number.MAX_SAFE_INTEGER}. */
    private static final long MAX_SAFE = (1L << 53) - 1;

    private static final char TEXT = 's';
    private static final char BYTES = 'b';
    private static final char NUMBER = 'n';
    private static final int MAX_SHOWN = 64;

    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,15}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final CBORFactory CBOR = CBORFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING)
            .enable(CBORParser.Feature.DECODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private Notation() {}

    static String text(String text) {
        return TEXT + text;
    }

    static String bytes(byte[] bytes) {
        return BYTES + new String(bytes, ISO_8859_1);
    }

    /** Null where it is no byte string. */
    static byte @Nullable [] bytes(@Nullable JsonNode node) {
        return node != null && is(BYTES, node) ? node.textValue().substring(1).getBytes(ISO_8859_1) : null;
    }

    private static boolean is(char kind, JsonNode node) {
        return node.isTextual() && node.textValue().charAt(0) == kind;
    }

    /** For messages: short, and without the notation's own letters. */
    static String shown(JsonNode node) {
        if (is(BYTES, node)) {
            return "a byte string";
        }
        String shown = node.isTextual() ? "'" + node.textValue().substring(1) + "'" : node.toString();
        return shown.length() <= MAX_SHOWN ? shown : shown.substring(0, MAX_SHOWN) + "…";
    }

    /**
     * The one item that those bytes are.
     *
     * @param name what it is called in messages
     * @param tags refuses what it is not tagged as, by throwing
     * @throws InvalidTokenException if they are anything else
     */
    static JsonNode read(byte[] cbor, String name, Consumer<TagList> tags) {
        try (CBORParser parser = CBOR.createParser(cbor)) {
            JsonToken first = parser.nextToken();
            tags.accept(parser.getCurrentTags());
            JsonNode value = value(first, parser, name);
            if (parser.nextToken() != null) {
                throw new InvalidTokenException(name + " goes on after its end");
            }
            return value;
        } catch (JsonProcessingException malformed) {
            throw new InvalidTokenException(name + " is not well-formed CBOR: " + malformed.getOriginalMessage());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static JsonNode value(@Nullable JsonToken token, CBORParser parser, String name) throws IOException {
        return switch (token) {
            case null -> throw new InvalidTokenException(name + " is empty");
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    object.set(field, value(parser.nextToken(), parser, name));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    array.add(value(next, parser, name));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.textNode(text(parser.getText()));
            case VALUE_EMBEDDED_OBJECT -> NODES.textNode(bytes(parser.getBinaryValue()));
            case VALUE_NUMBER_INT -> NODES.numberNode(integer(parser, name));
            case VALUE_NUMBER_FLOAT -> real(parser, name);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE ->
                throw new InvalidTokenException(name + " is not well-formed CBOR: " + token);
        };
    }

    private static long integer(CBORParser parser, String name) throws IOException {
        if (parser.getNumberType() == NumberType.BIG_INTEGER || Math.abs(parser.getLongValue()) > MAX_SAFE) {
            throw new InvalidTokenException(where(parser, name) + " is " + parser.getText()
                    + ", expected an integer that a number holds exactly");
        }
        return parser.getLongValue();
    }

    private static JsonNode real(CBORParser parser, String name) throws IOException {
        if (parser.getNumberType() == NumberType.BIG_DECIMAL) {
            throw new InvalidTokenException(
                    where(parser, name) + " is a decimal fraction, expected a floating-point number");
        }
        double value = parser.getDoubleValue();
        return Double.isFinite(value) ? NODES.numberNode(value) : NODES.textNode(NUMBER + Double.toString(value));
    }

    /** Such as {@code payload/401/2}. */
    private static String where(JsonParser parser, String name) {
        return name + parser.getParsingContext().pathAsPointer();
    }

    /** That value as one item. */
    static byte[] write(JsonNode value) {
        return write(cbor -> write(value, cbor));
    }

    /** What that writes. */
    static byte[] write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator cbor = CBOR.createGenerator(bytes)) {
            writer.write(cbor);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return bytes.toByteArray();
    }

    /** Writes items. */
    interface Writer {
        void write(CBORGenerator cbor) throws IOException;
    }

    static void write(JsonNode value, CBORGenerator cbor) throws IOException {
        switch (value.getNodeType()) {
            case OBJECT -> {
                cbor.writeStartObject(value, value.size());
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    writeKey(entry.getKey(), cbor);
                    write(entry.getValue(), cbor);
                }
                cbor.writeEndObject();
            }
            case ARRAY -> {
                cbor.writeStartArray(value, value.size());
                for (JsonNode element : value) {
                    write(element, cbor);
                }
                cbor.writeEndArray();
            }
            case STRING -> writeText(value.textValue(), cbor);
            case NUMBER -> {
                if (value.isIntegralNumber() && value.canConvertToLong() && Math.abs(value.longValue()) <= MAX_SAFE) {
                    cbor.writeNumber(value.longValue());
                } else {
                    cbor.writeNumber(value.doubleValue());
                }
            }
            case BOOLEAN -> cbor.writeBoolean(value.booleanValue());
            case NULL -> cbor.writeNull();
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("not of this notation: " + value);
        }
    }

    private static void writeKey(String key, CBORGenerator cbor) throws IOException {
        if (INTEGER.matcher(key).matches() && Math.abs(Long.parseLong(key)) <= MAX_SAFE) {
            cbor.writeFieldId(Long.parseLong(key));
        } else {
            cbor.writeFieldName(key);
        }
    }

    private static void writeText(String text, CBORGenerator cbor) throws IOException {
        String rest = text.substring(1);
        switch (text.charAt(0)) {
            case TEXT -> cbor.writeString(rest);
            case BYTES -> cbor.writeBinary(rest.getBytes(ISO_8859_1));
            case NUMBER -> cbor.writeNumber(Double.parseDouble(rest));
            default -> throw new IllegalArgumentException("not of this notation: " + text);
        }
    }
}
