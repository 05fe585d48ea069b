package io.perigee.functions.cwt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORParser.TagList;
import java.security.MessageDigest;

/**
 * Validates and makes tokens. Their form is {@code 61(17([protected, unprotected, payload, tag]))}, where the outer tag may be missing. Claims
 * are not judged: when a token expires and for whom it is, is the function's to look at, as at CloudFront.
 *
 * <p>Nothing of the payload is decoded before the tag has been found right.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cwt-support-cloudfront-functions.html">CWT support for
 *     CloudFront Functions</a>
 */
public final class WebToken {
    /** Of a whole token. */
    public static final int MAX_BYTES = 1024;

    private static final int CWT_TAG = 61;
    private static final int MAC0_TAG = 17;
    private static final int PARTS = 4;
    private static final String ALG = "1";
    private static final String CRIT = "2";

    private static final String PROTECTED = "protectedHeaders";
    private static final String UNPROTECTED = "unprotectedHeaders";
    private static final String PAYLOAD = "payload";

    private static final byte[] NO_EXTERNAL_DATA = {};

    private static final JsonMapper JSON = new JsonMapper();

    private WebToken() {}

    /**
     * What a token says.
     *
     * @return JSON with the members {@code protectedHeaders}, {@code unprotectedHeaders} and {@code payload}, their values in {@link Notation}
     * @throws InvalidTokenException if it is not valid
     */
    public static String validate(byte[] token, byte[] key) {
        JsonNode parts = parts(token);
        byte[] header = Notation.bytes(parts.get(0));
        byte[] payload = Notation.bytes(parts.get(2));
        byte[] tag = Notation.bytes(parts.get(3));
        if (header == null || !parts.get(1).isObject() || payload == null || tag == null) {
            throw new InvalidTokenException("token has other parts than a byte string, a map and two byte strings");
        }
        JsonNode protectedHeaders = map(header, PROTECTED);
        MacAlgorithm algorithm = MacAlgorithm.of(protectedHeaders.get(ALG));
        if (!MessageDigest.isEqual(tag, algorithm.tag(key, authenticated(header, payload)))) {
            throw new InvalidTokenException("token has another tag than its content and that key give");
        }
        if (protectedHeaders.has(CRIT)) {
            throw new InvalidTokenException(PROTECTED + "/2 (crit) asks for what is not supported");
        }
        for (String label : (Iterable<String>) protectedHeaders::fieldNames) {
            if (parts.get(1).has(label)) {
                throw new InvalidTokenException(UNPROTECTED + " and " + PROTECTED + " both have " + label);
            }
        }
        ObjectNode said = JSON.createObjectNode();
        said.set(PROTECTED, protectedHeaders);
        said.set(UNPROTECTED, parts.get(1));
        said.set(PAYLOAD, map(payload, PAYLOAD));
        return said.toString();
    }

    private static JsonNode parts(byte[] token) {
        if (token.length > MAX_BYTES) {
            throw new InvalidTokenException("token has " + token.length + " bytes, expected " + MAX_BYTES + " or less");
        }
        JsonNode parts = Notation.read(token, "token", WebToken::checkTags);
        if (!parts.isArray() || parts.size() != PARTS) {
            throw new InvalidTokenException("token is no array of 4");
        }
        return parts;
    }

    private static void checkTags(TagList tags) {
        boolean isMac0 = switch (tags.size()) {
            case 1 -> tags.getFirstTag() == MAC0_TAG;
            case 2 -> tags.getFirstTag() == CWT_TAG && tags.contains(MAC0_TAG);
            default -> false;
        };
        if (!isMac0) {
            throw new InvalidTokenException(
                    "token is not tagged as COSE_Mac0 (17), with or without CWT (61) before it");
        }
    }

    /** An empty byte string stands for no header at all (RFC 8152, section 3). */
    private static JsonNode map(byte[] cbor, String name) {
        JsonNode map = cbor.length == 0 && name.equals(PROTECTED)
                ? JSON.createObjectNode()
                : Notation.read(cbor, name, any -> {});
        if (!map.isObject()) {
            throw new InvalidTokenException(name + " is no map");
        }
        return map;
    }

    /** The MAC_structure (RFC 8152, section 6.3). */
    private static byte[] authenticated(byte[] header, byte[] payload) {
        return Notation.write(cbor -> {
            cbor.writeStartArray(null, PARTS);
            cbor.writeString("MAC0");
            cbor.writeBinary(header);
            cbor.writeBinary(NO_EXTERNAL_DATA);
            cbor.writeBinary(payload);
            cbor.writeEndArray();
        });
    }

    /**
     * A token that says that.
     *
     * @param token JSON with objects for {@code protectedHeaders}, {@code unprotectedHeaders} and {@code payload}, their values in {@link
     *     Notation}; the algorithm is HMAC 256/256 unless {@code protectedHeaders} names another one
     * @param cwtTag whether it begins with the tag of CWT
     * @throws InvalidTokenException if there is no such token
     */
    public static byte[] generate(String token, byte[] key, boolean cwtTag) {
        JsonNode said;
        try {
            said = JSON.readTree(token);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("not of the notation: " + token, malformed);
        }
        ObjectNode protectedHeaders = (ObjectNode) said.get(PROTECTED);
        MacAlgorithm algorithm =
                protectedHeaders.has(ALG) ? MacAlgorithm.of(protectedHeaders.get(ALG)) : MacAlgorithm.HMAC_256_256;
        protectedHeaders.put(ALG, algorithm.id());
        byte[] header = Notation.write(protectedHeaders);
        byte[] payload = Notation.write(said.get(PAYLOAD));
        byte[] bytes = Notation.write(cbor -> {
            if (cwtTag) {
                cbor.writeTag(CWT_TAG);
            }
            cbor.writeTag(MAC0_TAG);
            cbor.writeStartArray(null, PARTS);
            cbor.writeBinary(header);
            Notation.write(said.get(UNPROTECTED), cbor);
            cbor.writeBinary(payload);
            cbor.writeBinary(algorithm.tag(key, authenticated(header, payload)));
            cbor.writeEndArray();
        });
        if (bytes.length > MAX_BYTES) {
            throw new InvalidTokenException(
                    "token would have " + bytes.length + " bytes, expected " + MAX_BYTES + " or less");
        }
        return bytes;
    }
}
