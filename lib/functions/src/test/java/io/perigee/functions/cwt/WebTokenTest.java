package io.perigee.functions.cwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens by their bytes; those of RFC 8392 are in its appendix A. */
class WebTokenTest {
    /** The symmetric key of RFC 8392, A.2.2. */
    private static final byte[] KEY = hex("403697de87af64611c1d32a05dab0fe1fcb715a86ab435f1ec99192d79569388");

    /** A.4, after its two tags. */
    private static final String MACED =
            "8443a10104a1044c53796d6d65747269633235365850a70175636f61703a2f2f61732e6578616d706c"
                    + "652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a"
                    + "5610d9f007420b7148093101ef6d789200";

    private static final String CLAIMS =
            "{\"1\":\"scoap://as.example.com\",\"2\":\"serikw\",\"3\":\"scoap://light.example.com\","
                    + "\"4\":1444064944,\"5\":1443944944,\"6\":1443944944,\"7\":\"b\\u000bq\"}";

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] key(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject said(String protectedHeaders, String unprotectedHeaders, String payload) {
        return new JsonObject()
                .put("protectedHeaders", new JsonObject(protectedHeaders))
                .put("unprotectedHeaders", new JsonObject(unprotectedHeaders))
                .put("payload", new JsonObject(payload));
    }

    private static JsonObject validated(String token) {
        return new JsonObject(WebToken.validate(hex(token), KEY));
    }

    @ParameterizedTest
    @CsvSource({"d83dd1, both tags", "d1, COSE's alone", "d83dd811, a tag in more bytes than it needs"})
    void theMacedTokenOfRfc8392IsValid(String tags, String what) {
        assertThat(validated(tags + MACED)).as(what).isEqualTo(said("{\"1\":4}", "{\"4\":\"bSymmetric256\"}", CLAIMS));
    }

    @Test
    void theTokenOfRfc8392WithAFractionIsValid() {
        assertThat(validated("d18443a10104a1044c53796d6d65747269633235364ba106fb41d584367c20000048b8816f34c0542892"))
                .isEqualTo(said("{\"1\":4}", "{\"4\":\"bSymmetric256\"}", "{\"6\":1443944944.5}"));
    }

    @Test
    void theTokenOfRfc8392IsMadeToTheByte() {
        String said = said("{\"1\":4}", "{\"4\":\"bSymmetric256\"}", CLAIMS).encode();

        assertThat(WebToken.generate(said, KEY, true)).isEqualTo(hex("d83dd1" + MACED));
        assertThat(WebToken.generate(said, KEY, false)).isEqualTo(hex("d1" + MACED));
    }

    @Test
    void theAlgorithmIsThatOfCloudFrontUnlessAnotherIsNamed() {
        for (String named : new String[] {"{}", "{\"1\":5}", "{\"1\":\"s5\"}"}) {
            byte[] token = WebToken.generate(said(named, "{}", "{}").encode(), KEY, false);

            assertThat(new JsonObject(WebToken.validate(token, KEY))).isEqualTo(said("{\"1\":5}", "{}", "{}"));
        }
    }

    @Test
    void oneBitIsEnoughToMakeATokenInvalid() {
        byte[] token = hex("d83dd1" + MACED);
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] forged = token.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            boolean isUnprotected = bit / 8 >= 8 && bit / 8 < 23;
            if (!isUnprotected) {
                assertThatThrownBy(() -> WebToken.validate(forged, KEY))
                        .as("bit %d", bit)
                        .isInstanceOf(InvalidTokenException.class);
            }
        }
    }

    @Test
    void anotherKeyIsTold() {
        assertThatThrownBy(() -> WebToken.validate(hex("d1" + MACED), key("other")))
                .hasMessage("token has another tag than its content and that key give");
        assertThatThrownBy(() -> WebToken.validate(hex("d1" + MACED), new byte[0]))
                .hasMessage("key is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8443a10105a0a040 | not tagged as COSE_Mac0",
                "d28443a10105a0a040 | not tagged as COSE_Mac0",
                "d83d8443a10105a0a040 | not tagged as COSE_Mac0",
                "d1d83d8443a10105a0a040 | not tagged as COSE_Mac0",
                "d18343a10105a040 | token is no array of 4",
                "d1a0 | token is no array of 4",
                "d18443a10105a0f640 | other parts",
                "d184a0a04040 | other parts",
                "d18443a10105a041a04000 | goes on after its end",
                "d18440a041a040 | protectedHeaders has no 1 (alg)",
                "d18441a0a041a040 | protectedHeaders has no 1 (alg)",
                "d18443a10101a041a040 | (alg) is 1, expected 5",
                "d18447a1016548533235a041a040 | protectedHeaders is not well-formed CBOR",
                "d18448a101654853323536a041a040 | (alg) is 'HS256', expected 5",
                "d184430a0105a041a040 | protectedHeaders goes on after its end",
                "d18443a10105bf | token is not well-formed CBOR",
                "d184 | token is not well-formed CBOR",
                "d1848181818181818181818181818181818181 | 16",
                "d18443a10105a20104010441a040 | Duplicate",
                "ff | not well-formed CBOR",
                "'' | token is not tagged",
            })
    void whatIsNoTokenIsRefusedWithTheReason(String token, String reason) {
        assertThatThrownBy(() -> WebToken.validate(hex(token), KEY))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void whatARightTagDoesNotExcuseIsRefused() {
        assertRefused("{\"1\":5,\"2\":[1]}", "{}", "{}", "protectedHeaders/2 (crit)");
        assertRefused(
                "{\"1\":5,\"4\":\"sa\"}",
                "{\"4\":\"sb\"}",
                "{}",
                "unprotectedHeaders and protectedHeaders both have 4");
    }

    private static void assertRefused(String protectedHeaders, String unprotected, String payload, String reason) {
        byte[] token =
                WebToken.generate(said(protectedHeaders, unprotected, payload).encode(), KEY, false);
        assertThatThrownBy(() -> WebToken.validate(token, KEY)).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a1041bffffffffffffffff | payload/4 is 18446744073709551615, expected an integer that a number holds exactly",
                "a1041b0020000000000000 | payload/4 is 9007199254740992",
                "a104c249010000000000000000 | payload/4 is 18446744073709551616",
                "a104c48201196ab3 | payload/4 is a decimal fraction",
                "a2040161340 2 | Duplicate",
                "80 | payload is no map",
                "'' | payload is empty",
            })
    void aPayloadThatCannotBeSaidIsRefused(String payload, String reason) {
        byte[] bytes = hex(payload.replace(" ", ""));
        byte[] token = Notation.write(cbor -> {
            byte[] header = hex("a10105");
            cbor.writeTag(17);
            cbor.writeStartArray(null, 4);
            cbor.writeBinary(header);
            cbor.writeStartObject(null, 0);
            cbor.writeEndObject();
            cbor.writeBinary(bytes);
            cbor.writeBinary(MacAlgorithm.HMAC_256_256.tag(KEY, Notation.write(inner -> {
                inner.writeStartArray(null, 4);
                inner.writeString("MAC0");
                inner.writeBinary(header);
                inner.writeBinary(new byte[0]);
                inner.writeBinary(bytes);
                inner.writeEndArray();
            })));
            cbor.writeEndArray();
        });

        assertThatThrownBy(() -> WebToken.validate(token, KEY))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aTokenHasAKilobyteAtMost() {
        String whole = said("{}", "{}", "{\"1\":\"s" + "x".repeat(973) + "\"}").encode();
        assertThat(WebToken.generate(whole, KEY, true)).hasSize(WebToken.MAX_BYTES);
        String more = said("{}", "{}", "{\"1\":\"s" + "x".repeat(974) + "\"}").encode();
        assertThatThrownBy(() -> WebToken.generate(more, KEY, true))
                .hasMessage("token would have 1025 bytes, expected 1024 or less");
        assertThatThrownBy(() -> WebToken.validate(new byte[1025], KEY))
                .hasMessage("token has 1025 bytes, expected 1024 or less");
    }
}
