package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.edge.LambdaTiers.Program;
import io.perigee.edge.LambdaTiers.Site;
import io.perigee.functions.EventType;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Needs;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What people use Lambda@Edge for, in each way that its handlers are written (callbacks, promises, {@code async}, CommonJS, ES
 * modules, Python), through an edge and a regional cache.
 */
@SuppressWarnings("NullAway.Init") // made before all tests
class LambdaUseCasesTest {
    private static LambdaTiers tiers;

    @BeforeAll
    static void start() {
        Needs.program("node", "nodejs");
        Needs.program("python3", "python3");
        tiers = new LambdaTiers();
        tiers.origin().otherwise(request -> Answer.ok(request.target()).with("Cache-Control", "max-age=60"));
    }

    @AfterAll
    static void stop() {
        if (tiers != null) {
            tiers.close();
        }
    }

    @Test
    void anExperimentShowsEachViewerOnePageAndKeepsItInACookie() {
        Site site = tiers.site(
                Map.of(EventType.VIEWER_REQUEST, Program.node("""
                        'use strict';
                        const GROUP = /(?:^|;\\s*)group=(a|b)(?:;|$)/;
                        exports.handler = (event, context, callback) => {
                          const request = event.Records[0].cf.request;
                          let group;
                          for (const line of request.headers.cookie || []) {
                            const match = GROUP.exec(line.value);
                            group = match ? match[1] : group;
                          }
                          if (!group) {
                            group = 'b';
                            request.headers.cookie = [...(request.headers.cookie || []), { key: 'Cookie', value: 'group=b' }];
                          }
                          request.uri = `/${group}${request.uri}`;
                          callback(null, request);
                        };
                        """), EventType.VIEWER_RESPONSE, Program.node("""
                        'use strict';
                        exports.handler = (event, context, callback) => {
                          const { request, response } = event.Records[0].cf;
                          const group = request.uri.slice(1, 2);
                          response.headers['set-cookie'] = [{ key: 'Set-Cookie', value: `group=${group}; Path=/` }];
                          callback(null, response);
                        };
                        """)));

        Answered chosen = site.send(site.ask("GET", "/page").with("Cookie", "theme=dark; group=a"));
        Answered drawn = site.get("/page");

        assertThat(chosen.text()).isEqualTo("/a/page");
        assertThat(chosen.header("Set-Cookie")).isEqualTo("group=a; Path=/");
        assertThat(drawn.text()).isEqualTo("/b/page");
        assertThat(drawn.header("Set-Cookie")).isEqualTo("group=b; Path=/");
    }

    @Test
    void viewersAreRedirectedByTheirCountry() {
        Site site = tiers.site(EventType.ORIGIN_REQUEST, Program.node("""
                exports.handler = async (event) => {
                  const { request } = event.Records[0].cf;
                  const country = request.headers['cloudfront-viewer-country']?.[0]?.value;
                  if (country !== 'JP' || request.uri.startsWith('/ja/')) return request;
                  return {
                    status: '302',
                    statusDescription: 'Found',
                    headers: {
                      'location': [{ key: 'Location', value: `/ja${request.uri}?${request.querystring}` }],
                      'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
                    },
                  };
                };
                """));

        Answered japan = site.send(site.ask("GET", "/shop?x=1").with("Perigee-Viewer", "Tokyo"));

        assertThat(japan.status()).isEqualTo(302);
        assertThat(japan.header("Location")).isEqualTo("/ja/shop?x=1");
        assertThat(site.get("/shop?x=2").text()).isEqualTo("/shop?x=2");
    }

    @Test
    void aSiteAsksForAPassword() {
        Site site = tiers.site(EventType.VIEWER_REQUEST, Program.node("""
                'use strict';
                exports.handler = (event, context, callback) => {
                  const request = event.Records[0].cf.request;
                  const expected = 'Basic ' + Buffer.from('user:p\\u00e4ss').toString('base64');
                  const given = request.headers.authorization;
                  if (typeof given === 'undefined' || given[0].value !== expected) {
                    callback(null, {
                      status: '401',
                      statusDescription: 'Unauthorized',
                      body: 'Unauthorized',
                      headers: { 'www-authenticate': [{ key: 'WWW-Authenticate', value: 'Basic' }] },
                    });
                    return;
                  }
                  callback(null, request);
                };
                """));
        String right = Base64.getEncoder().encodeToString("user:päss".getBytes(StandardCharsets.UTF_8));

        Answered nobody = site.get("/secret");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Basic");
        assertThat(site.send(site.ask("GET", "/secret").with("Authorization", "Basic eDp5"))
                        .status())
                .isEqualTo(401);
        assertThat(site.send(site.ask("GET", "/secret").with("Authorization", "Basic " + right))
                        .text())
                .isEqualTo("/secret");
    }

    @Test
    void queriesThatMeanTheSameShareAnObject() {
        Site site = tiers.site(EventType.VIEWER_REQUEST, Program.node("""
                const querystring = require('querystring');
                exports.handler = (event, context, callback) => {
                  const request = event.Records[0].cf.request;
                  const params = querystring.parse(request.querystring.toLowerCase());
                  const sorted = {};
                  Object.keys(params).sort().forEach((key) => { sorted[key] = params[key]; });
                  request.querystring = querystring.stringify(sorted);
                  callback(null, request);
                };
                """));

        assertThat(site.get("/list?Colour=RED&size=L").text()).isEqualTo("/list?colour=red&size=l");
        Answered same = site.get("/list?size=l&COLOUR=red");
        assertThat(same.text()).isEqualTo("/list?colour=red&size=l");
        assertThat(same.header("X-Cache")).isEqualTo("Hit from perigee");
    }

    @Test
    void securityHeadersAreAddedAndTellingOnesRemoved() {
        tiers.origin()
                .on("/page", Answer.ok("page").with("Server", "secret/1.2").with("X-Powered-By", "tests"));
        Site site = tiers.site(EventType.ORIGIN_RESPONSE, Program.python("""
                HEADERS = {
                    'Strict-Transport-Security': 'max-age=63072000; includeSubdomains; preload',
                    'Content-Security-Policy': "default-src 'none'; img-src 'self'",
                    'X-Content-Type-Options': 'nosniff',
                }
                def handler(event, context):
                    response = event['Records'][0]['cf']['response']
                    for name, value in HEADERS.items():
                        response['headers'][name.lower()] = [{'key': name, 'value': value}]
                    response['headers'].pop('server', None)
                    response['headers'].pop('x-powered-by', None)
                    return response
                """));

        Answered answer = site.get("/page");

        assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'none'; img-src 'self'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Powered-By")).isNull();
        assertThat(answer.header("Server")).isNotEqualTo("secret/1.2");
    }

    @Test
    void crawlersAreShownAnotherPage() {
        Site site = tiers.site(
                EventType.VIEWER_REQUEST,
                new Program(
                        "nodejs18.x",
                        Map.of(
                                "index.js",
                                """
                        const { isBot } = require('./lib/agents');
                        const names = require('names');
                        exports.handler = async (event) => {
                          const { request } = event.Records[0].cf;
                          if (isBot(request.headers['user-agent'][0].value, names)) {
                            request.uri = '/prerendered' + request.uri;
                          }
                          return request;
                        };
                        """,
                                "lib/agents.js",
                                "exports.isBot = (agent, names) => names.some((name) => agent.toLowerCase().includes(name));",
                                "node_modules/names/package.json",
                                "{\"name\": \"names\", \"main\": \"list.json\"}",
                                "node_modules/names/list.json",
                                "[\"bot\", \"crawler\"]"),
                        false,
                        5));

        assertThat(site.send(site.ask("GET", "/a").with("User-Agent", "SomeBot/2.1"))
                        .text())
                .isEqualTo("/prerendered/a");
        assertThat(site.send(site.ask("GET", "/a").with("User-Agent", "Mozilla/5.0"))
                        .text())
                .isEqualTo("/a");
    }

    @Test
    void aModuleChoosesTheOriginByAPromise() {
        Site site = tiers.site(
                EventType.ORIGIN_REQUEST,
                new Program(
                        "nodejs18.x",
                        Map.of(
                                "index.mjs",
                                """
                        import { setTimeout as pause } from 'node:timers/promises';
                        import { folder } from './folders.mjs';
                        await pause(1);
                        export const handler = (event) => new Promise((resolve) => {
                          const { request } = event.Records[0].cf;
                          request.origin.custom.path = folder(request.headers['cloudfront-is-mobile-viewer']);
                          resolve(request);
                        });
                        """,
                                "folders.mjs",
                                "export const folder = (field) => (field?.[0].value === 'true' ? '/mobile' : '/desktop');"),
                        false,
                        5));

        assertThat(site.send(site.ask("GET", "/app?m").with("User-Agent", "Mozilla/5.0 (iPhone) Mobile"))
                        .text())
                .isEqualTo("/mobile/app?m");
        assertThat(site.send(site.ask("GET", "/app?d").with("User-Agent", "Mozilla/5.0 (X11)"))
                        .text())
                .isEqualTo("/desktop/app?d");
    }

    private static String token(String key, long expires) throws GeneralSecurityException {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String signed = encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + '.'
                + encoder.encodeToString(
                        ("{\"sub\":\"ann\",\"exp\":" + expires + "}").getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + '.' + encoder.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tokensAreChecked() throws GeneralSecurityException {
        Site site = tiers.site(
                EventType.VIEWER_REQUEST,
                new Program("nodejs18.x", Map.of("package.json", "{\"type\": \"module\"}", "index.js", """
                        import crypto from 'crypto';
                        const verify = (token) => {
                          const [head, claims, signature] = token.split('.');
                          const expected = crypto.createHmac('sha256', 'key').update(`${head}.${claims}`).digest();
                          const given = Buffer.from(signature ?? '', 'base64url');
                          if (given.length !== expected.length || !crypto.timingSafeEqual(given, expected)) throw new Error('signature');
                          const payload = JSON.parse(Buffer.from(claims, 'base64url'));
                          if (payload.exp < Date.now() / 1000) throw new Error('expired');
                          return payload;
                        };
                        export const handler = async (event) => {
                          const { request } = event.Records[0].cf;
                          try {
                            const token = /^Bearer (.+)$/.exec(request.headers.authorization[0].value)[1];
                            request.uri = '/of/' + verify(token).sub + request.uri;
                            return request;
                          } catch (error) {
                            return { status: '403', statusDescription: 'Forbidden', body: error.message };
                          }
                        };
                        """), false, 5));

        assertThat(site.send(site.ask("GET", "/mail").with("Authorization", "Bearer " + token("key", 4_000_000_000L)))
                        .text())
                .isEqualTo("/of/ann/mail");
        assertThat(site.send(site.ask("GET", "/mail").with("Authorization", "Bearer " + token("key", 1)))
                        .text())
                .isEqualTo("expired");
        Answered forged =
                site.send(site.ask("GET", "/mail").with("Authorization", "Bearer " + token("other", 4_000_000_000L)));
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.text()).isEqualTo("signature");
        assertThat(site.get("/mail").status()).isEqualTo(403);
    }

    @Test
    void routesOfAnApplicationGetItsPage() {
        Site site = tiers.site(EventType.ORIGIN_REQUEST, Program.python("""
                import os
                def handler(event, context):
                    request = event['Records'][0]['cf']['request']
                    if not os.path.splitext(request['uri'])[1]:
                        request['uri'] = '/index.html'
                    return request
                """));

        assertThat(site.get("/users/7").text()).isEqualTo("/index.html");
        assertThat(site.get("/app.js").text()).isEqualTo("/app.js");
    }

    @Test
    void aPictureIsMadeOnTheFirstRequestAndThenKept() {
        tiers.origin().on("/picture.webp", Answer.status(404).body("not made yet"));
        Site site = tiers.site(EventType.ORIGIN_RESPONSE, Program.node("""
                'use strict';
                const zlib = require('node:zlib');
                exports.handler = (event, context, callback) => {
                  const { response } = event.Records[0].cf;
                  if (Number(response.status) !== 404) { callback(null, response); return; }
                  zlib.deflate(Buffer.alloc(100000, 7), (error, bytes) => {
                    if (error) { callback(error); return; }
                    response.status = 200;
                    response.statusDescription = 'OK';
                    response.body = bytes.toString('base64');
                    response.bodyEncoding = 'base64';
                    response.headers['content-type'] = [{ key: 'Content-Type', value: 'image/webp' }];
                    response.headers['cache-control'] = [{ key: 'Cache-Control', value: 'max-age=60' }];
                    callback(null, response);
                  });
                };
                """));

        Answered made = site.get("/picture.webp");
        Answered kept = site.get("/picture.webp");

        assertThat(made.status()).isEqualTo(200);
        assertThat(made.header("Content-Type")).isEqualTo("image/webp");
        assertThat(made.body().getByte(0)).isEqualTo((byte) 0x78);
        assertThat(kept.body()).isEqualTo(made.body());
        assertThat(kept.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(tiers.origin().fetches("/picture.webp")).isEqualTo(1);
    }

    @Test
    void formsAreInspectedBeforeTheyReachTheOrigin() {
        tiers.origin().on("/form", request -> Answer.ok(request.text()));
        Site site = tiers.site(EventType.VIEWER_REQUEST, Program.node("""
                const querystring = require('querystring');
                exports.handler = async (event) => {
                  const { request } = event.Records[0].cf;
                  const form = querystring.parse(Buffer.from(request.body.data, 'base64').toString());
                  if (form.trap) return { status: '400', body: 'no' };
                  request.body.action = 'replace';
                  request.body.encoding = 'text';
                  request.body.data = querystring.stringify({ ...form, seen: 'edge' });
                  return request;
                };
                """).withBody());

        assertThat(site.send(site.ask("POST", "/form").body("name=Ann")).text()).isEqualTo("name=Ann&seen=edge");
        assertThat(site.send(site.ask("POST", "/form").body("name=Bot&trap=1")).status())
                .isEqualTo(400);
    }
}
