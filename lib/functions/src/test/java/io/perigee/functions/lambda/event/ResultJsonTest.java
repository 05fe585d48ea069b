package io.perigee.functions.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.perigee.functions.RequestBody;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.S3Origin;
import io.perigee.functions.runtime.CallFailure;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What handlers answer, read to the field. */
class ResultJsonTest {
    private static final RequestEvent EVENT =
            EventBuilder.originRequest("/a?b=c").header("X-One", "1").toRequestEvent();

    private static RequestResult read(String json) {
        return ResultJson.request(EVENT, Buffer.buffer(json));
    }

    private static FunctionRequest request(String json) {
        return ((RequestResult.Continue) read(json)).request();
    }

    private static FunctionResponse response(String json) {
        return ((RequestResult.Respond) read(json)).response();
    }

    @Test
    void whatARequestLeavesOutStaysAsItWas() {
        assertThat(request("{\"uri\":\"/b\"}")).isEqualTo(EVENT.request().withUri("/b"));
    }

    @Test
    void headersAreReplacedAsAWhole() {
        assertThat(request(
                                "{\"uri\":\"/a\",\"headers\":{\"x-two\":[{\"key\":\"X-Two\",\"value\":\"2\"},{\"value\":\"3\"}]}}")
                        .headers())
                .isEqualTo(HeaderFields.of("X-Two", "2", "x-two", "3"));
    }

    @Test
    void aResponseNeedsItsStatusOnlyAsStringOrNumber() {
        assertThat(response("{\"status\":\"204\"}"))
                .isEqualTo(new FunctionResponse(204, "", HeaderFields.empty(), null));
        assertThat(response("{\"status\":302,\"statusDescription\":\"Found\"}").statusDescription())
                .isEqualTo("Found");
    }

    @Test
    void bodiesOfResponsesAreTextOrBase64() {
        assertThat(response("{\"status\":200,\"body\":\"€\"}").bodyText()).isEqualTo("€");
        assertThat(response("{\"status\":200,\"body\":\"AQI=\",\"bodyEncoding\":\"base64\"}")
                        .body())
                .isEqualTo(Buffer.buffer(new byte[] {1, 2}));
    }

    @Test
    void bodiesOfRequestsAreReplacedOnlyWhereTheHandlerSaysSo() {
        RequestEvent event =
                EventBuilder.viewerRequest("/").method("POST").body("old").toRequestEvent();
        RequestResult kept = ResultJson.request(
                event, Buffer.buffer("{\"uri\":\"/\",\"body\":{\"action\":\"read-only\",\"data\":\"bmV3\"}}"));
        assertThat(((RequestResult.Continue) kept).request().body())
                .isEqualTo(event.request().body());
        RequestResult replaced = ResultJson.request(
                event,
                Buffer.buffer(
                        "{\"uri\":\"/\",\"body\":{\"action\":\"replace\",\"encoding\":\"text\",\"data\":\"new\"}}"));
        assertThat(((RequestResult.Continue) replaced).request().body())
                .isEqualTo(new RequestBody(Buffer.buffer("new"), false));
    }

    @Test
    void aCustomOriginIsReadWithAllItsFields() {
        Origin origin = request("""
            {"uri":"/a","origin":{"custom":{"domainName":"other.example","port":8080,"protocol":"http","path":"/p",
            "readTimeout":10,"keepaliveTimeout":3,"sslProtocols":["TLSv1.2"],
            "customHeaders":{"x-secret":[{"key":"X-Secret","value":"s"}]}}}}
            """).origin();
        assertThat(origin)
                .isEqualTo(new CustomOrigin(
                        "other.example",
                        8080,
                        CustomOrigin.Protocol.HTTP,
                        "/p",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(3),
                        HeaderFields.of("X-Secret", "s")));
    }

    @Test
    void anS3OriginIsReadWithAllItsFields() {
        Origin origin = request("""
            {"uri":"/a","origin":{"s3":{"domainName":"b.s3.amazonaws.com","region":"eu-west-1","authMethod":"none","path":"/p",
            "customHeaders":{}}}}
            """).origin();
        assertThat(origin)
                .isEqualTo(new S3Origin(
                        "b.s3.amazonaws.com", "/p", S3Origin.AuthMethod.NONE, "eu-west-1", HeaderFields.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | result is 'null'",
                "[] | result is '[]'",
                "\"text\" | result is 'text'",
                "{} | request.uri is 'missing', expected a string",
                "{\"uri\":7} | request.uri is '7', expected a string",
                "{\"status\":\"ok\"} | response.status is 'ok', expected a whole number",
                "{\"status\":200,\"body\":{}} | response.body is '{}', expected a string",
                "{\"status\":200,\"body\":\"%\",\"bodyEncoding\":\"base64\"} | response.body is '%', expected Base64",
                "{\"status\":200,\"body\":\"x\",\"bodyEncoding\":\"gzip\"} | response.bodyEncoding is 'gzip', expected"
                        + " text or base64",
                "{\"uri\":\"/\",\"headers\":{\"x\":\"1\"}} | request.headers.x is '1', expected an array of objects",
                "{\"uri\":\"/\",\"headers\":{\"x\":[{\"value\":1}]}} | request.headers.x[0].value is '1', expected a"
                        + " string",
                "{\"uri\":\"/\",\"headers\":{\"x\":[{\"key\":\"Y\",\"value\":\"1\"}]}} | request.headers.x[0].key is"
                        + " 'Y', expected x in any spelling",
                "{\"uri\":\"/\",\"body\":{\"action\":\"drop\"}} | request.body.action is 'drop', expected read-only or"
                        + " replace",
                "{\"uri\":\"/\",\"origin\":{}} | request.origin.custom is '{}', expected either custom or s3",
                "{\"uri\":\"/\",\"origin\":{\"s3\":{},\"custom\":{}}} | expected either custom or s3",
                "{\"uri\":\"/\",\"origin\":{\"s3\":{\"domainName\":\"a\",\"authMethod\":\"sigv4\"}}} |"
                        + " request.origin.s3.authMethod is 'sigv4', expected none or origin-access-identity",
                "{\"uri\":\"/\",\"origin\":{\"custom\":{\"domainName\":\"a\",\"port\":\"x\",\"protocol\":\"http\"}}} |"
                        + " request.origin.custom.port is 'x'",
                "{\"uri\":\"/\",\"origin\":{\"custom\":{\"domainName\":\"a\",\"port\":80,\"protocol\":\"ftp\"}}} |"
                        + " request.origin.custom.protocol is 'ftp', expected http or https",
                "{\"uri\":\"/\",\"origin\":{\"custom\":{\"domainName\":\"a\",\"port\":80,\"protocol\":\"http\",\"sslProtocols\":[\"TLSv9\"]}}}"
                        + " | request.origin.custom.sslProtocols is 'TLSv9'"
            })
    void whatHasAnotherFormIsToldByFieldValueAndExpectation(String json, String violation) {
        assertThatExceptionOfType(CallFailure.InvalidResult.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining(violation);
    }

    @Test
    void aResultThatIsNoJsonIsInvalid() {
        assertThatExceptionOfType(CallFailure.InvalidResult.class).isThrownBy(() -> read("{"));
    }
}
