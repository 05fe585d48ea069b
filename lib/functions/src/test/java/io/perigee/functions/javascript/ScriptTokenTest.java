package io.perigee.functions.javascript;

import static io.perigee.functions.runtime.JavaScriptVersion.V1_0;
import static io.perigee.functions.runtime.JavaScriptVersion.V2_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.javascript.ScriptHost.Script;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.functions.testing.MapKeyValues;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code cf.cwt} and {@code cf.distributionTenant}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cwt-support-cloudfront-functions.html">CWT support for
 *     CloudFront Functions</a>
 */
class ScriptTokenTest {
    /** RFC 8392, A.4 and its key. */
    private static final String RFC = """
            const token = Buffer.from('d83dd18443a10104a1044c53796d6d65747269633235365850a70175636f61703a2f2f61732e6578616d706c652e63'
                + '6f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f0'
                + '07420b7148093101ef6d789200', 'hex');
            const key = Buffer.from('403697de87af64611c1d32a05dab0fe1fcb715a86ab435f1ec99192d79569388', 'hex');
            """;

    private static ScriptHost host;

    @BeforeAll
    static void start() {
        host = new ScriptHost();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static String evaluate(String statements) {
        return host.evaluate(V2_0, statements);
    }

    @Test
    void aValidTokenIsItsHeadersAndClaimsWithStringsForKeys() {
        String said = evaluate(RFC + """
                const {protectedHeaders, unprotectedHeaders, payload} = cf.cwt.validateToken(token, {key});
                const keys = Object.keys(payload);
                return JSON.stringify([protectedHeaders, unprotectedHeaders['4'].toString(), Buffer.isBuffer(unprotectedHeaders[4]),
                    keys.every(key => typeof key === 'string'), payload[1], payload['2'], payload[4], payload[7].toString('hex')]);
                """);

        assertThat(new JsonArray(said)).isEqualTo(new JsonArray("""
                        [{"1": 4}, "Symmetric256", true, true, "coap://as.example.com", "erikw", 1444064944, "0b71"]"""));
    }

    @Test
    void whatWasValidatedIsMadeAgainToTheByte() {
        assertThat(evaluate(RFC + """
                const said = cf.cwt.validateToken(token, {key});
                return cf.cwt.generateToken({cwtTag: true, coseTag: 'MAC0', key}, said).equals(token);""")).isEqualTo("true");
    }

    @Test
    void keysAreStringsOrBuffersAndArgumentsComeInEitherOrder() {
        assertThat(evaluate("""
                const said = {protected: {1: '5'}, unprotected: {4: 'k1'}, payload: {1: 'me', 4: 1740000000, own: [true, null, 1.5, {a: 'ä'}]}};
                const one = cf.cwt.generateToken(said, {coseTag: 'MAC0', key: 'sécret'});
                const other = cf.cwt.generateToken({coseTag: 'MAC0', cwtTag: false, key: Buffer.from('sécret')}, said);
                const {protectedHeaders, unprotectedHeaders, payload} = cf.cwt.validateToken(one, {key: Buffer.from('sécret')});
                return Buffer.isBuffer(one) && one.equals(other) && one[0] === 0xd1
                    && JSON.stringify([protectedHeaders, unprotectedHeaders, payload]);"""))
                .isEqualTo(
                        "[{\"1\":5},{\"4\":\"k1\"},{\"1\":\"me\",\"4\":1740000000,\"own\":[true,null,1.5,{\"a\":\"ä\"}]}]");
    }

    @Test
    void valuesOfAllKindsComeBack() {
        assertThat(evaluate("""
                const payload = {'-65537': 'private', 401: {1: {2: '.cloudfront.net'}}, 1: '', f: 0.1, big: 1e20, nan: NaN, low: -Infinity,
                    zero: 0, none: undefined, bytes: Buffer.from('ff00', 'hex'), array: [undefined, [[]]], __proto__: null,
                    half: '\\ud800', '01': 'text', safe: Number.MAX_SAFE_INTEGER};
                const back = cf.cwt.validateToken(
                    cf.cwt.generateToken({coseTag: 'MAC0', key: 'k'}, {payload}), {key: 'k'}).payload;
                return JSON.stringify([back['-65537'], back[401][1][2], back[1], back.f, back.big, String(back.nan), String(back.low), back.zero,
                    'none' in back, back.bytes.toString('hex'), back.array, back.half, back['01'], back.safe]);"""))
                .isEqualTo(
                        "[\"private\",\".cloudfront.net\",\"\",0.1,100000000000000000000,\"NaN\",\"-Infinity\",0,false,\"ff00\","
                                + "[null,[[]]],\"\ufffd\",\"text\",9007199254740991]");
    }

    /** Each statement, and what it throws. */
    private static void assertThrown(Map<String, String> expected) {
        StringBuilder array = new StringBuilder();
        expected.keySet()
                .forEach(statement -> array.append("() => ").append(statement).append(",\n"));
        String thrown = evaluate(
                RFC
                        + "const made = {coseTag: 'MAC0', key: 'k'}; let deep = {}; for (let i = 0; i < 20; i++) deep = {deep};"
                        + "const all = [" + array + "];"
                        + "return JSON.stringify(all.map(one => { try { one(); return 'nothing'; } catch (e) { return e.name + ': ' + e.message; } }));");
        Map<String, Object> seen = new LinkedHashMap<>();
        List<String> statements = List.copyOf(expected.keySet());
        for (int i = 0; i < statements.size(); i++) {
            seen.put(statements.get(i), new JsonArray(thrown).getValue(i));
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void whatIsWrongIsNamed() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("cf.cwt.validateToken(token.toString(), {key})", "TypeError: token must be a Buffer");
        expected.put(
                "cf.cwt.validateToken(Buffer.alloc(1025), {key})",
                "RangeError: token has 1025 bytes, expected 1024 or less");
        expected.put("cf.cwt.validateToken(token)", "TypeError: handlerContext must be an object");
        expected.put("cf.cwt.validateToken(token, {})", "TypeError: handlerContext.key must be a string or a Buffer");
        expected.put("cf.cwt.validateToken(token, {key: ''})", "Error: key is empty");
        expected.put(
                "cf.cwt.validateToken(token, {key: 'other'})",
                "Error: token has another tag than its content and that key give");
        expected.put(
                "cf.cwt.validateToken(token.subarray(3), {key})",
                "Error: token is not tagged as COSE_Mac0 (17), with or without CWT (61) before it");
        expected.put(
                "cf.cwt.generateToken({key: 'k'}, {payload: {}})", "TypeError: generatorContext.coseTag must be MAC0");
        expected.put(
                "cf.cwt.generateToken({coseTag: 'SIGN1', key: 'k'}, {payload: {}})",
                "TypeError: generatorContext.coseTag must be MAC0");
        expected.put(
                "cf.cwt.generateToken({...made, cwtTag: 1}, {payload: {}})",
                "TypeError: generatorContext.cwtTag must be a boolean");
        expected.put(
                "cf.cwt.generateToken({coseTag: 'MAC0'}, {payload: {}})",
                "TypeError: generatorContext.key must be a string or a Buffer");
        expected.put("cf.cwt.generateToken(made)", "TypeError: payload must be an object");
        expected.put("cf.cwt.generateToken(made, {})", "TypeError: payload.payload must be an object");
        expected.put("cf.cwt.generateToken(made, {payload: []})", "TypeError: payload.payload must be an object");
        expected.put(
                "cf.cwt.generateToken(made, {payload: {}, protected: 5})",
                "TypeError: payload.protectedHeaders must be an object");
        expected.put(
                "cf.cwt.generateToken(made, {payload: {}, unprotected: {}, unprotectedHeaders: {}})",
                "TypeError: payload has both unprotectedHeaders and unprotected");
        expected.put(
                "cf.cwt.generateToken(made, {payload: {}, protected: {1: 1}})",
                "Error: protectedHeaders/1 (alg) is 1, expected 5 (HMAC 256/256) or 4 (HMAC 256/64)");
        expected.put(
                "cf.cwt.generateToken(made, {payload: {1: {a: [0, () => 1]}}})",
                "TypeError: payload.payload['1']['a'][1] is of type function, which a token cannot hold");
        expected.put(
                "cf.cwt.generateToken(made, {payload: {4: new Date()}})",
                "TypeError: payload.payload['4'] is neither a plain object nor an array nor a Buffer");
        expected.put(
                "cf.cwt.generateToken(made, {payload: {1: 'x'.repeat(2000)}})",
                "RangeError: the token would have more than 1024 bytes");
        expected.put(
                "cf.cwt.generateToken(made, {payload: {1: 'x'.repeat(1000)}})",
                "Error: token would have 1049 bytes, expected 1024 or less");
        expected.put(
                "cf.cwt.generateToken(made, {payload: {1: new Array(100000)}})",
                "RangeError: the token would have more than 1024 bytes");
        expected.put("cf.distributionTenant.id", "TypeError: distributionTenant module is not available");
        expected.put(
                "cf.distributionTenant.parameters.get('TenantPath')",
                "TypeError: distributionTenant module is not available");
        expected.put(
                "cf.cwt.generateToken(made, {payload: deep})",
                "RangeError: payload.payload" + "['deep']".repeat(14) + " is more than 14 levels deep");
        expected.put(
                "(() => { const a = []; a[0] = a; cf.cwt.generateToken(made, {payload: {a}}); })()",
                "RangeError: payload.payload['a']" + "[0]".repeat(13) + " is more than 14 levels deep");

        assertThrown(expected);
    }

    @Test
    void whatAFunctionMakesOfBuiltInsDoesNotReachTheNode() {
        assertThat(evaluate("""
                Object.prototype.toJSON = Array.prototype.toJSON = String.prototype.toJSON = () => '{"not": "json';
                Object.prototype.coseTag = 'MAC0';
                try {
                    const token = cf.cwt.generateToken({coseTag: 'MAC0', key: 'k'}, {payload: {1: ['a']}});
                    return cf.cwt.validateToken(token, {key: 'k'}).payload[1][0];
                } finally {
                    delete Object.prototype.toJSON;
                    delete Array.prototype.toJSON;
                    delete Object.prototype.coseTag;
                }""")).isEqualTo("a");
    }

    @Test
    void onlyRuntimeTwoHasTokens() {
        assertThat(host.evaluate(
                        V1_0, "try { require('cloudfront'); return 'there'; } catch (e) { return e.message; }"))
                .isEqualTo("Cannot find module \"cloudfront\"");
    }

    /** As the examples on AWS's page go about it: key by the request's header, token in base64url. */
    @Test
    void aTokenIsCheckedWithTheKeyThatItNamesAndRenewed() {
        Script script = host.deploy(V2_0, """
                import cf from 'cloudfront';

                const exp = 4;

                async function handler(event) {
                    const request = event.request;
                    const key = await cf.kvs().get(request.headers['x-cwt-kid'].value);
                    try {
                        const token = Buffer.from(request.headers['x-cwt-token'].value, 'base64url');
                        const cwt = cf.cwt.validateToken(token, {key});
                        if (cwt.payload[exp] < 1900000000) {
                            cwt.payload[exp] = 2000000000;
                            const renewed = cf.cwt.generateToken(cwt, {coseTag: 'MAC0', key});
                            request.headers['x-renewed'] = {value: renewed.toString('base64url')};
                        }
                        return request;
                    } catch (error) {
                        return {statusCode: 401, statusDescription: 'Invalid token'};
                    }
                }
                """, new MapKeyValues("keys", Map.of("k1", "secret")));
        String token = evaluate("return cf.cwt.generateToken({coseTag: 'MAC0', cwtTag: true, key: 'secret'},"
                + "{payload: {1: 'me', 4: 1800000000}}).toString('base64url');");

        Optional<String> renewed = script.passes(asked(token)).header("x-renewed");

        assertThat(renewed).isPresent();
        assertThat(new JsonObject(evaluate("return JSON.stringify(cf.cwt.validateToken(Buffer.from('" + renewed.get()
                        + "', 'base64url'), {key: 'secret'}).payload);")))
                .isEqualTo(new JsonObject("{\"1\": \"me\", \"4\": 2000000000}"));
        assertThat(script.answers(asked(token.substring(0, token.length() - 2))).status())
                .isEqualTo(401);
    }

    private static EventBuilder asked(String token) {
        return EventBuilder.viewerRequest("/").header("x-cwt-kid", "k1").header("x-cwt-token", token);
    }
}
