package io.perigee.functions.javascript;

import static io.perigee.functions.runtime.JavaScriptVersion.V2_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.CustomOrigin.Protocol;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.perigee.functions.javascript.ScriptHost.Script;
import io.perigee.functions.testing.EventBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The change of a request's origin, by "Helper methods for origin modification". */
class ScriptOriginTest {
    private static final CustomOrigin ASSIGNED = CustomOrigin.of(Protocol.HTTP, "origin.example.com", 80)
            .withPath("/assigned")
            .withCustomHeader("X-Assigned", "1");

    private static ScriptHost host;

    @BeforeAll
    static void start() {
        host = new ScriptHost();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static EventBuilder get(String uri) {
        return EventBuilder.viewerRequest(uri).origin(ASSIGNED);
    }

    private static Script updating(String properties) {
        return host.deploy(
                V2_0,
                "import cf from 'cloudfront'; function handler(event) { if (event.request.uri === '/x') {"
                        + "cf.updateRequestOrigin(" + properties + "); } return event.request; }");
    }

    @Test
    void whatIsGivenIsChangedAndTheRestStays() {
        Script script = updating("""
                {
                  domainName: 'www.example.com', hostHeader: 'www.example.com', sni: 'www.example.com', originPath: '/v2',
                  customHeaders: {'x-stage': 'production'}, connectionAttempts: 2,
                  timeouts: {readTimeout: 31, connectionTimeout: 5, keepAliveTimeout: 7},
                  customOriginConfig: {port: 8443, protocol: 'https', sslProtocols: ['TLSv1.2']},
                  originAccessControlConfig: {enabled: false}
                }""");

        assertThat(script.passes(get("/x")).origin())
                .isEqualTo(new CustomOrigin(
                        "www.example.com",
                        8443,
                        Protocol.HTTPS,
                        "/v2",
                        Duration.ofSeconds(31),
                        Duration.ofSeconds(7),
                        HeaderFields.of("X-Stage", "production")));
        assertThat(script.passes(get("/y")).origin()).isEqualTo(ASSIGNED);
        assertThat(updating("{domainName: 'other.example.com'}")
                        .passes(get("/x"))
                        .origin())
                .isEqualTo(ASSIGNED.withDomainName("other.example.com"));
        assertThat(updating("{customHeaders: {}}").passes(get("/x")).origin())
                .isNotNull()
                .extracting(Origin::customHeaders)
                .isEqualTo(HeaderFields.empty());
    }

    @Test
    void whatIsNotAsDocumentedIsAnInvalidResult() {
        assertInvalid("{domainName: '192.0.2.1'}", "origin.domainName");
        assertInvalid("{domainName: 'a.example:80'}", "origin.domainName");
        assertInvalid("{originPath: '/a/'}", "origin.originPath");
        assertInvalid("{timeouts: {readTimeout: 121}}", "origin.readTimeout");
        assertInvalid("{customHeaders: {'X-Y': '1'}}", "origin.customHeaders");
        assertInvalid("{customOriginConfig: {port: 80}}", "origin.customOriginConfig.protocol");
        assertInvalid("{sni: 'other.example'}", "origin.sni");
    }

    private static void assertInvalid(String properties, String field) {
        assertThat(updating(properties).fails(get("/x")))
                .isInstanceOfSatisfying(
                        FunctionFailure.InvalidResult.class,
                        invalid -> assertThat(invalid.violation().field()).isEqualTo(field));
    }
}
