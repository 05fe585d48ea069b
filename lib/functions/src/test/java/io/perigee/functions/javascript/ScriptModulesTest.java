package io.perigee.functions.javascript;

import static io.perigee.functions.runtime.JavaScriptVersion.V1_0;
import static io.perigee.functions.runtime.JavaScriptVersion.V2_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.javascript.ScriptHost.Script;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.functions.testing.MapKeyValues;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What functions find built in. What Node.js has as well was compared with Node.js 20. */
class ScriptModulesTest {
    private static ScriptHost host;

    @BeforeAll
    static void start() {
        host = new ScriptHost();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    /** Evaluates all those expressions in one function, and compares each with what it must give as text. */
    private static void assertValues(JavaScriptVersion version, Map<String, Object> expected) {
        List<String> expressions = new ArrayList<>(expected.keySet());
        StringBuilder array = new StringBuilder();
        expressions.forEach(
                expression -> array.append("String(").append(expression).append("),\n"));
        String json = host.evaluate(version, "return JSON.stringify([" + array + "]);");
        JsonArray actual = new JsonArray(json);
        Map<String, Object> seen = new LinkedHashMap<>();
        for (int i = 0; i < expressions.size(); i++) {
            seen.put(expressions.get(i), actual.getValue(i));
        }
        Map<String, Object> wanted = new LinkedHashMap<>();
        expected.forEach((expression, value) -> wanted.put(expression, String.valueOf(value)));
        assertThat(seen).isEqualTo(wanted);
    }

    @Test
    void cryptoHashesAndAuthenticates() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("crypto.createHash('md5').update('abc').digest('hex')", "900150983cd24fb0d6963f7d28e17f72");
        expected.put(
                "crypto.createHash('sha1').update('a').update('bc').digest('hex')",
                "a9993e364706816aba3e25717850c26c9cd0d89d");
        expected.put(
                "crypto.createHash('sha256').update('abc').digest('base64')",
                "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
        expected.put(
                "crypto.createHash('sha256').update('abc').digest('base64url')",
                "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
        expected.put(
                "crypto.createHmac('sha256', 'key').update('The quick brown fox jumps over the lazy dog').digest('hex')",
                "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
        expected.put("crypto.createHmac('md5', '').update('').digest('hex')", "74e6f7298a9c2d168935f58c001bad88");
        expected.put("(() => { try { crypto.createHash('sha512'); } catch (e) { return e.name; } })()", "TypeError");
        assertValues(V2_0, expected);
        assertValues(V1_0, expected);
    }

    @Test
    void inTwoADigestWithoutAnEncodingIsABuffer() {
        assertValues(
                V2_0,
                Map.of(
                        "Buffer.isBuffer(crypto.createHash('sha1').update('abc').digest())",
                        true,
                        "crypto.createHash('sha1').update(Buffer.from('616263', 'hex')).digest().toString('hex')",
                        "a9993e364706816aba3e25717850c26c9cd0d89d",
                        "crypto.createHmac('sha256', Buffer.from('key')).update('x').digest().length",
                        32));
    }

    @Test
    void inOneStringsAreBytesToo() {
        assertValues(
                V1_0,
                Map.of(
                        "String.bytesFrom([104, 105])",
                        "hi",
                        "String.bytesFrom('aGk', 'base64url')",
                        "hi",
                        "String.bytesFrom('w6Q=', 'base64').fromUTF8()",
                        "ä",
                        "'ä'.toUTF8().length",
                        2,
                        "String.bytesFrom('ff', 'hex').fromUTF8()",
                        "null",
                        "'€'.toBytes()",
                        "null",
                        "'abc'.toBytes(1)",
                        "bc",
                        "String.bytesFrom([195, 164]).fromBytes().length",
                        2,
                        "typeof Buffer + typeof atob",
                        "undefinedundefined",
                        "crypto.createHash('md5').update('abc').digest().length",
                        16));
    }

    @Test
    void querystringParsesAndFormats() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put(
                "JSON.stringify(querystring.parse('name=value&abc=xyz&abc=123'))",
                "{\"name\":\"value\",\"abc\":[\"xyz\",\"123\"]}");
        expected.put(
                "querystring.stringify({name: 'value', abc: ['xyz', '123'], anotherName: ''})",
                "name=value&abc=xyz&abc=123&anotherName=");
        expected.put("querystring.parse('a=%C3%A4+b%zz').a", "ä b%zz");
        expected.put("querystring.parse('a=%ff').a", "\ufffd");
        expected.put("JSON.stringify(querystring.decode('a:1;b', ';', ':'))", "{\"a\":\"1\",\"b\":\"\"}");
        expected.put("Object.keys(querystring.parse('a&b&c', null, null, {maxKeys: 2})).length", 2);
        expected.put("querystring.escape('ä b&c/*!')", "%C3%A4%20b%26c%2F*!");
        expected.put("querystring.unescape('%41%e2%82%ac')", "A€");
        expected.put("querystring.encode({a: 1, b: true, c: null, d: {}})", "a=1&b=true&c=&d=");
        assertValues(V1_0, expected);
        assertValues(V2_0, expected);
    }

    @Test
    void buffersAreNodes() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("Buffer.from('aGVsbG8', 'base64').toString()", "hello");
        expected.put("Buffer.from('_-8', 'base64url').toString('hex')", "ffef");
        expected.put("Buffer.from('ä€😀').toString('base64url')", "w6Tigqzwn5iA");
        expected.put("Buffer.from('deadBEEFzz', 'hex').toString('hex')", "deadbeef");
        expected.put("Buffer.from([1, 2, 300]).join()", "1,2,44");
        expected.put("Buffer.from(Buffer.from('abc')).equals(Buffer.from('abc'))", true);
        expected.put("Buffer.from(new Uint8Array([65, 66]).buffer, 1).toString()", "B");
        expected.put("Buffer.alloc(3, 'ab').toString()", "aba");
        expected.put("Buffer.alloc(2).toString('hex')", "0000");
        expected.put("Buffer.allocUnsafe(4).length", 4);
        expected.put("Buffer.byteLength('ä')", 2);
        expected.put("Buffer.compare(Buffer.from('a'), Buffer.from('b'))", -1);
        expected.put("Buffer.concat([Buffer.from('a'), Buffer.from('bc')], 2).toString()", "ab");
        expected.put("Buffer.isBuffer(Buffer.from('')) + '' + Buffer.isBuffer(new Uint8Array(1))", "truefalse");
        expected.put("Buffer.isEncoding('base64url') + '' + Buffer.isEncoding('utf17')", "truefalse");
        expected.put("Buffer.from('abcabc').indexOf('ca')", 2);
        expected.put("Buffer.from('abcabc').lastIndexOf('b')", 4);
        expected.put("Buffer.from('abc').includes('bc', 1)", true);
        expected.put("Buffer.from('abcd').subarray(1, 3).toString()", "bc");
        expected.put("Buffer.isBuffer(Buffer.from('abcd').subarray(1))", true);
        expected.put("Buffer.from('abcd').slice(-2).toString()", "cd");
        expected.put("Buffer.from('0102', 'hex').swap16().toString('hex')", "0201");
        expected.put("JSON.stringify(Buffer.from('a'))", "{\"type\":\"Buffer\",\"data\":[97]}");
        expected.put("Buffer.from('0102030405', 'hex').readUInt16BE(1)", 515);
        expected.put("Buffer.from('ffffff', 'hex').readIntLE(0, 3)", -1);
        expected.put("Buffer.from('3ff0000000000000', 'hex').readDoubleBE()", 1);
        expected.put(
                "(() => { const b = Buffer.alloc(4); b.writeInt32LE(-2); return b.toString('hex'); })()", "feffffff");
        expected.put("(() => { const b = Buffer.alloc(4); b.writeFloatBE(1.5); return b.readFloatBE(0); })()", 1.5);
        expected.put(
                "(() => { const b = Buffer.alloc(4); return b.write('a€', 1) + b.toString('hex'); })()", "100610000");
        expected.put(
                "(() => { const b = Buffer.alloc(3); return Buffer.from('xyz').copy(b, 1) + b.toString('hex'); })()",
                "2007879");
        expected.put("(() => { try { Buffer.alloc(1).readInt8(1); } catch (e) { return e.name; } })()", "RangeError");
        expected.put("Buffer.from('abc').fill('xy', 1).toString()", "axy");
        expected.put("Buffer.from(new String('abc')).toString()", "abc");
        assertValues(V2_0, expected);
    }

    @Test
    void textIsEncodedAndDecoded() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("atob('aGk=') + atob(' aGk ') + btoa('hi')", "hihiaGk=");
        expected.put("(() => { try { atob('*'); } catch (e) { return e.name; } })()", "TypeError");
        expected.put("(() => { try { btoa('€'); } catch (e) { return e.name; } })()", "TypeError");
        expected.put("new TextEncoder().encode('ä').join()", "195,164");
        expected.put("new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65, 0xff]))", "A\ufffd");
        expected.put(
                "(() => { try { new TextDecoder('utf-8', {fatal: true}).decode(new Uint8Array([255])); } catch (e) { return e.name; } })()",
                "TypeError");
        expected.put(
                "JSON.stringify(new TextEncoder().encodeInto('a€', new Uint8Array(3)))", "{\"read\":1,\"written\":1}");
        expected.put("new TextDecoder().encoding", "utf-8");
        assertValues(V2_0, expected);
    }

    @Test
    void theLanguageIsAllThere() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("'a-b'.replace(/(\\w)-(\\w)/, '$2$1')", "ba");
        expected.put("'abc'.replace(/b/g, m => m.toUpperCase())", "aBc");
        expected.put("'2021-04'.match(/(?<y>\\d+)-/).groups.y", "2021");
        expected.put("'x'.padStart(3, 'ab') + 'x'.repeat(2) + 'a,b'.split(',').length", "abxxx2");
        expected.put(
                "[3, 1, 2].sort().join('') + [1, [2, [3]]].flat(2) + [1, 2].flatMap(x => [x, x])", "1231,2,31,1,2,2");
        expected.put("[...new Set([1, 1, 2])].length + Math.max(...[1, 5, 2])", 7);
        expected.put("Object.entries({a: 1}).map(([k, v]) => k + v)[0]", "a1");
        expected.put(
                "JSON.stringify({a: [1, {b: 'x'}], u: undefined, d: new Date(0), n: null, f() {}})",
                "{\"a\":[1,{\"b\":\"x\"}],\"d\":\"1970-01-01T00:00:00.000Z\",\"n\":null}");
        expected.put(
                "JSON.stringify({a: 1, b: 2}, ['b'], 1).length + JSON.stringify([1], (k, v) => k ? v + 1 : v)",
                "11[2]");
        expected.put("JSON.stringify({toJSON() { return {x: 1}; }})", "{\"x\":1}");
        expected.put("String(JSON.stringify(undefined))", "undefined");
        expected.put("new Date(2020, 0, 1) instanceof Date && new Date(0).toISOString()", "1970-01-01T00:00:00.000Z");
        expected.put("Array.from('abc', c => c + c).join('') + Array.from({length: 2}, (x, i) => i)", "aabbcc0,1");
        expected.put("(function () { return Array.prototype.slice.call(arguments, 1).length; })(1, 2, 3)", 2);
        expected.put("Array.prototype.map.call('ab', c => c).length + Math.max.apply(null, [1, 2])", 4);
        expected.put("[1, 2, 3].concat([4], 5).length + [].concat('x').length", 6);
        expected.put("String.raw`a\\n${1}` + `${'t'}` + encodeURIComponent('ä&')", "a\\n1t%C3%A4%26");
        expected.put("(x => { switch (x) { case 'a': return 1; default: return 2; } })('a')", 1);
        expected.put("new Uint8Array([1, 2, 3]).map(x => x * 2).slice(1).join() + new Float64Array(2).length", "4,62");
        expected.put("Symbol.for('x') === Symbol.for('x') && typeof Symbol('y')", "symbol");
        expected.put("typeof Symbol.iterator + [...'añ'].length", "symbol2");
        expected.put(
                "(() => { let s = ''; for (const [i, c] of ['x', 'y'].entries()) s += i + c; return s; })()", "0x1y");
        expected.put("(() => { const o = {n: 1}; o.n += 2; o.s = 'a'; o.s += 1 + 1; return o.n + o.s; })()", "3a2");
        expected.put("(() => { class A { #x = 1; get x() { return this.#x; } } return new A().x; })()", 1);
        expected.put("parseInt('7') + 2 ** 3 + (null ?? 1) + ({}?.a?.b ?? 0)", 16);
        assertValues(V2_0, expected);
    }

    @Test
    void theTimeStandsStillDuringACall() {
        assertThat(host.evaluate(
                        V2_0,
                        "const a = Date.now(); let x = 0; for (let i = 0; i < 100000; i++) x += i;"
                                + "return Date.now() === a && +new Date() === a && new Date().getTime() === a"
                                + " && Math.abs(new Date(Date()).getTime() - a) < 2000 && a > 1700000000000;"))
                .isEqualTo("true");
    }

    @Test
    void requireAndImportGiveTheSameModules() {
        Script script = host.deploy(V2_0, """
                import cf from 'cloudfront';
                import crypto, { createHash as hash } from 'crypto';
                import * as qs from 'querystring';
                export default async function handler(event) {
                  return {statusCode: 200, body: String(require('crypto') === crypto && hash === crypto.createHash
                      && qs === require('querystring') && typeof cf.kvs)};
                }
                """);

        assertThat(script.answers(EventBuilder.viewerRequest("/")).bodyText()).isEqualTo("function");
    }

    @Test
    void keyValueStoresAreReadAsTheyAreNow() {
        var store = new MapKeyValues("store-1", new ConcurrentHashMap<>(), Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
        store.values().put("text", "grüß");
        store.values().put("json", "{\"a\":1}");
        Script script = host.deploy(V2_0, """
                import cf from 'cloudfront';
                const kvs = cf.kvs();
                async function handler(event) {
                  const all = {
                    text: await kvs.get('text'),
                    json: (await kvs.get('json', {format: 'json'})).a,
                    bytes: (await kvs.get('text', {format: 'bytes'})).toString('hex'),
                    exists: await kvs.exists('text'),
                    not: await kvs.exists('none'),
                    byId: await cf.kvs('store-1').count(),
                    meta: await kvs.meta(),
                    error: await kvs.get('none').catch(e => e.message)
                  };
                  try { cf.kvs('other'); } catch (e) { all.other = e.message; }
                  return {statusCode: 200, body: JSON.stringify(all)};
                }
                """, store);

        assertThat(new JsonObject(
                        script.answers(EventBuilder.viewerRequest("/")).bodyText()))
                .isEqualTo(new JsonObject("""
                                {"text": "grüß", "json": 1, "bytes": "6772c3bcc39f", "exists": true, "not": false, "byId": 2,
                                 "meta": {"creationDateTime": "1970-01-01T00:00:00Z", "lastUpdatedDateTime": "1970-01-01T00:00:01Z",
                                          "keyCount": 2},
                                 "error": "KeyNotFound", "other": "key value store other is not associated with this function"}
                                """));
        store.values().put("none", "x");
        assertThat(script.answers(EventBuilder.viewerRequest("/")).bodyText())
                .contains("\"not\":true", "\"keyCount\":3");
    }
}
