package io.perigee.functions.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.RequestBody;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.ViewerLocation;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Events as handlers get them, compared with AWS's documented form. */
class EventJsonTest {
    private static final HeaderFields HEADERS =
            HeaderFields.of("Host", "d1.example", "Accept", "text/html", "accept", "*/*");

    private static RequestEvent event(EventType type, FunctionRequest request) {
        return new RequestEvent(new EventConfig("d1.example", "D1", type, "id=="), ViewerLocation.UNKNOWN, request);
    }

    private static JsonObject parsed(String json) {
        return new JsonObject(json);
    }

    @Test
    void aViewerRequestHasTheDocumentedForm() {
        FunctionRequest request = new FunctionRequest("203.0.113.178", "GET", "/a", "q=1", HEADERS, null, null);
        assertThat(new JsonObject(EventJson.of(event(EventType.VIEWER_REQUEST, request))))
                .isEqualTo(parsed("""
                    {"Records":[{"cf":{
                      "config":{"distributionDomainName":"d1.example","distributionId":"D1",
                        "eventType":"viewer-request","requestId":"id=="},
                      "request":{"clientIp":"203.0.113.178","headers":{
                        "host":[{"key":"Host","value":"d1.example"}],
                        "accept":[{"key":"Accept","value":"text/html"},{"key":"accept","value":"*/*"}]},
                        "method":"GET","querystring":"q=1","uri":"/a"}}}]}
                    """));
    }

    @Test
    void anOriginRequestCarriesItsOriginAndItsBody() {
        FunctionRequest request = new FunctionRequest(
                "::1",
                "POST",
                "/",
                "",
                HeaderFields.empty(),
                new RequestBody(Buffer.buffer("x=1"), true),
                CustomOrigin.of(CustomOrigin.Protocol.HTTPS, "origin.example", 443)
                        .withCustomHeader("X-Key", "k"));
        assertThat(new JsonObject(EventJson.of(event(EventType.ORIGIN_REQUEST, request)))
                        .getJsonArray("Records")
                        .getJsonObject(0)
                        .getJsonObject("cf")
                        .getJsonObject("request"))
                .isEqualTo(parsed("""
                    {"clientIp":"::1","body":{"inputTruncated":true,"action":"read-only","encoding":"base64","data":"eD0x"},
                     "headers":{},"method":"POST","querystring":"","uri":"/",
                     "origin":{"custom":{"customHeaders":{"x-key":[{"key":"X-Key","value":"k"}]},
                       "domainName":"origin.example","keepaliveTimeout":5,"path":"","port":443,"protocol":"https",
                       "readTimeout":30,"sslProtocols":["TLSv1.2"]}}}
                    """));
    }

    @Test
    void aResponseEventCarriesTheStatusAsAString() {
        JsonObject cf = new JsonObject(EventJson.of(EventBuilder.originResponse("/a")
                        .status(404, "Not Found")
                        .responseHeader("Via", "1.1 x")
                        .toResponseEvent()))
                .getJsonArray("Records")
                .getJsonObject(0)
                .getJsonObject("cf");
        assertThat(cf.getJsonObject("config").getString("eventType")).isEqualTo("origin-response");
        assertThat(cf.getJsonObject("request").getString("uri")).isEqualTo("/a");
        assertThat(cf.getJsonObject("response")).isEqualTo(parsed("""
            {"headers":{"via":[{"key":"Via","value":"1.1 x"}]},"status":"404","statusDescription":"Not Found"}
            """));
    }
}
