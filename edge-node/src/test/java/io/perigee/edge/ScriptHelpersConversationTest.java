package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.testing.MapKeyValues;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What only CloudFront Functions of runtime 2.0 have, at an edge: key value stores, web tokens, and where a request is served
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html">JavaScript runtime 2.0
 * features</a>).
 */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class ScriptHelpersConversationTest {
    private ScriptEdge edge;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        edge = new ScriptEdge(vertx, origin);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private Answered get(Viewer viewer, String path) {
        return viewer.get(edge.url() + path);
    }

    @Test
    void theEdgeIsNamedAtViewerRequestAlone(Viewer viewer) {
        edge.deploy("asks", """
                import cf from 'cloudfront';
                function handler(event) { return {statusCode: 200, body: JSON.stringify(cf.edgeLocation)}; }""");
        edge.deploy("answers", """
                import cf from 'cloudfront';
                function handler(event) { event.response.body = JSON.stringify(cf.edgeLocation); return event.response; }""");

        assertThat(new JsonObject(get(viewer, "/asks/a").text()))
                .isEqualTo(new JsonObject("{\"name\":\"FRA\",\"serverIp\":\"127.0.0.1\",\"region\":\"eu\"}"));
        assertThat(get(viewer, "/answers/a").text()).isEqualTo("{}");
    }

    @Test
    void theRawQueryStringIsWhatFollowsTheQuestionMark(Viewer viewer) {
        edge.asking("return {statusCode: 200, body: JSON.stringify({raw: r.rawQueryString()})};");

        assertThat(get(viewer, "/asks/a").text()).isEqualTo("{}");
        assertThat(get(viewer, "/asks/a?").text()).isEqualTo("{\"raw\":\"\"}");
        assertThat(get(viewer, "/asks/a?b=%20c&d").text()).isEqualTo("{\"raw\":\"b=%20c&d\"}");
    }

    @Test
    void aWebTokenIsCheckedWithAKeyOfAKeyValueStore(FakeOrigin origin, Viewer viewer) {
        var keys = new MapKeyValues("keys", new ConcurrentHashMap<>());
        keys.values().put("k1", "secret");
        edge.deploy("asks", """
                import cf from 'cloudfront';
                async function handler(event) {
                    const request = event.request;
                    const coseTag = 'MAC0';
                    try {
                        if (request.uri === '/asks/token') {
                            const payload = {1: 'issuer', 2: 'alice', 4: Math.floor(Date.now() / 1000) + 3600};
                            const token = cf.cwt.generateToken({cwtTag: true, coseTag, key: await cf.kvs().get('k1')}, {payload});
                            return {statusCode: 200, body: token.toString('base64url')};
                        }
                        const key = await cf.kvs().get(request.headers['x-cwt-kid'].value);
                        const token = Buffer.from(request.headers['x-cwt-token'].value, 'base64url');
                        const claims = cf.cwt.validateToken(token, {key}).payload;
                        if (claims[4] <= Date.now() / 1000) { throw new Error('expired'); }
                        request.headers['x-user'] = {value: claims[2]};
                        return request;
                    } catch (error) {
                        return {statusCode: 401, body: error.message};
                    }
                }
                """, keys);
        String token = get(viewer, "/asks/token").text();
        Asked asked = Asked.get(edge.url() + "/asks/a").with("X-Cwt-Kid", "k1").with("X-Cwt-Token", token);

        assertThat(viewer.send(asked).text()).isEqualTo("hello");
        assertThat(origin.lastRequest().header("X-User")).isEqualTo("alice");

        keys.values().put("k1", "another");
        Answered refused = viewer.send(asked);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).isEqualTo("token has another tag than its content and that key give");
        assertThat(origin.fetches("/asks/a")).isEqualTo(1);
    }

    @Test
    void keyValuesAreLookedUpAsTheyAreAtEachCall(Viewer viewer) {
        var values = new MapKeyValues("flags", new ConcurrentHashMap<>());
        edge.deploy("asks", """
                import cf from 'cloudfront';
                const store = cf.kvs();
                async function handler(event) {
                    try {
                        return {statusCode: 200, body: await store.get('flag') + ' of ' + await store.count()};
                    } catch (missing) {
                        return {statusCode: 404, body: missing.message};
                    }
                }
                """, values);

        assertThat(get(viewer, "/asks/a").text()).isEqualTo("KeyNotFound");
        values.values().put("flag", "on");
        assertThat(get(viewer, "/asks/a").text()).isEqualTo("on of 1");
        values.values().put("flag", "off");
        values.values().put("other", "1");
        assertThat(get(viewer, "/asks/a").text()).isEqualTo("off of 2");
    }
}
