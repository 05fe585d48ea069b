package io.perigee.functions.javascript;

import static io.perigee.functions.runtime.JavaScriptVersion.V2_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.CustomOrigin.Protocol;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.OriginChoice.ById;
import io.perigee.functions.OriginChoice.Names;
import io.perigee.functions.OriginProperties;
import io.perigee.functions.OriginProperties.Server;
import io.perigee.functions.RequestResult;
import io.perigee.functions.SslProtocol;
import io.perigee.functions.javascript.ScriptHost.Script;
import io.perigee.functions.testing.EventBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The choice of a request's origin, by "Helper methods for origin modification". */
class ScriptOriginTest {
    private static ScriptHost host;

    @BeforeAll
    static void start() {
        host = new ScriptHost();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static Script running(String statements) {
        return host.deploy(
                V2_0,
                "import cf from 'cloudfront'; function handler(event) { if (event.request.uri === '/x') {" + statements
                        + "} return event.request; }");
    }

    private static @Nullable OriginChoice choice(String uri, String statements) {
        return running(statements).request(EventBuilder.viewerRequest(uri)) instanceof RequestResult.Continue proceed
                ? proceed.choice()
                : null;
    }

    private static OriginProperties nothingButNames(Names names, Optional<String> domainName) {
        return new OriginProperties(
                domainName,
                names,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void whatAnUpdateNamesIsChanged() {
        assertThat(choice("/x", """
                cf.updateRequestOrigin({
                  domainName: 'www.example.com', hostHeader: 'host.example.com', sni: 'sni.example.com',
                  allowedCertificateNames: ['other.example.net', '*.example.com'], originPath: '/v2',
                  customHeaders: {'x-stage': 'production'}, connectionAttempts: 2,
                  originShield: {enabled: true, region: 'us-east-2'},
                  timeouts: {readTimeout: 31, responseCompletionTimeout: 60, connectionTimeout: 5, keepAliveTimeout: 7},
                  customOriginConfig: {port: 8443, protocol: 'https', sslProtocols: ['TLSv1.2'], ipAddressType: 'dualstack'},
                  originAccessControlConfig:
                    {enabled: true, signingBehavior: 'always', signingProtocol: 'sigv4', originType: 's3'}
                });"""))
                .isEqualTo(new OriginChoice.Updated(new OriginProperties(
                        Optional.of("www.example.com"),
                        new Names(Optional.of("host.example.com"), Optional.of("sni.example.com")),
                        Optional.of("/v2"),
                        Optional.of(HeaderFields.of("X-Stage", "production")),
                        Optional.of(2),
                        Optional.of(Duration.ofSeconds(5)),
                        Optional.of(Duration.ofSeconds(31)),
                        Optional.of(Duration.ofSeconds(7)),
                        Optional.of(new Server(8443, Protocol.HTTPS, List.of(SslProtocol.TLS_1_2))),
                        Optional.of(true))));
        assertThat(choice("/x", "cf.updateRequestOrigin({domainName: 'other.example.com'});"))
                .isEqualTo(new OriginChoice.Updated(nothingButNames(Names.OWN, Optional.of("other.example.com"))));
        assertThat(choice("/y", "cf.updateRequestOrigin({domainName: 'other.example.com'});"))
                .isNull();
    }

    @Test
    void anOriginOfTheDistributionIsChosenById() {
        assertThat(choice("/x", "cf.selectRequestOriginById('b');"))
                .isEqualTo(new OriginChoice.Selected(new ById("b", Names.OWN)));
        assertThat(choice(
                        "/x", "cf.selectRequestOriginById('b', {hostHeader: 'h.example.com', sni: 's.example.com'});"))
                .isEqualTo(new OriginChoice.Selected(
                        new ById("b", new Names(Optional.of("h.example.com"), Optional.of("s.example.com")))));
    }

    @Test
    void twoOriginsOfTheDistributionMakeAGroup() {
        assertThat(choice("/x", """
                cf.createRequestOriginGroup({
                  originIds: [{originId: 'a', originOverrides: {hostHeader: 'h.example.com'}}, {originId: 'b'}],
                  selectionCriteria: 'default', failoverCriteria: {statusCodes: [400, 503]}
                });"""))
                .isEqualTo(new OriginChoice.Grouped(
                        new ById("a", new Names(Optional.of("h.example.com"), Optional.empty())),
                        new ById("b", Names.OWN),
                        Set.of(400, 503)));
    }

    @Test
    void theLastChoiceOfACallCountsAndNoneIsLeftToTheNext() {
        Script script = running("cf.updateRequestOrigin({originPath: '/a'}); cf.selectRequestOriginById('b');");

        assertThat(script.request(EventBuilder.viewerRequest("/x")))
                .isInstanceOfSatisfying(
                        RequestResult.Continue.class,
                        proceed -> assertThat(proceed.choice()).isInstanceOf(OriginChoice.Selected.class));
        assertThat(script.request(EventBuilder.viewerRequest("/y")))
                .isInstanceOfSatisfying(
                        RequestResult.Continue.class,
                        proceed -> assertThat(proceed.choice()).isNull());
    }

    @Test
    void whatIsNotAsDocumentedIsAnInvalidResult() {
        assertInvalid("cf.updateRequestOrigin({domainName: '192.0.2.1'});", "domainName");
        assertInvalid("cf.updateRequestOrigin({domainName: 'a.example:80'});", "domainName");
        assertInvalid("cf.updateRequestOrigin({hostHeader: 'a.example:80'});", "hostHeader");
        assertInvalid("cf.updateRequestOrigin({originPath: '/a/'});", "originPath");
        assertInvalid("cf.updateRequestOrigin({connectionAttempts: 4});", "connectionAttempts");
        assertInvalid("cf.updateRequestOrigin({timeouts: {readTimeout: 121}});", "readTimeout");
        assertInvalid("cf.updateRequestOrigin({timeouts: {connectionTimeout: 11}});", "connectionTimeout");
        assertInvalid(
                "cf.updateRequestOrigin({timeouts: {readTimeout: 30, responseCompletionTimeout: 20}});",
                "responseCompletionTimeout");
        assertInvalid("cf.updateRequestOrigin({customHeaders: {'X-Y': '1'}});", "customHeaders");
        assertInvalid("cf.updateRequestOrigin({customHeaders: {host: '1'}});", "customHeaders.Host");
        assertInvalid("cf.updateRequestOrigin({customOriginConfig: {port: 80}});", "customOriginConfig.protocol");
        assertInvalid(
                "cf.updateRequestOrigin({customOriginConfig: {port: 80, protocol: 'http'}});",
                "customOriginConfig.sslProtocols");
        assertInvalid("cf.updateRequestOrigin({originShield: {enabled: true}});", "originShield.region");
        assertInvalid("cf.updateRequestOrigin({originAccessControlConfig: {}});", "originAccessControlConfig.enabled");
        assertInvalid("cf.updateRequestOrigin({originAccessControlConfig: {enabled: true}});", "signingBehavior");
        assertInvalid(
                "cf.updateRequestOrigin({sni: 'a.example.com', allowedCertificateNames: ['*.example.net']});",
                "allowedCertificateNames");
        assertInvalid("cf.selectRequestOriginById('b', {sni: '192.0.2.1'});", "sni");
        assertInvalid("cf.createRequestOriginGroup({originIds: ['a']});", "originIds");
        assertInvalid(
                "cf.createRequestOriginGroup({originIds: ['a', 'b'], failoverCriteria: {}});",
                "failoverCriteria.statusCodes");
        assertInvalid(
                "cf.createRequestOriginGroup({originIds: ['a', 'b'], failoverCriteria: {statusCodes: [200]}});",
                "failoverCriteria.statusCodes");
    }

    @Test
    void aMethodThatIsCalledWithSomethingElseThrows() {
        for (String call : List.of(
                "updateRequestOrigin()",
                "updateRequestOrigin('a')",
                "selectRequestOriginById()",
                "selectRequestOriginById('a', 1)",
                "createRequestOriginGroup(null)")) {
            assertThat(running("cf." + call + ";").fails(EventBuilder.viewerRequest("/x")))
                    .isInstanceOfSatisfying(
                            FunctionFailure.ExecutionError.class,
                            error -> assertThat(error.cause()).hasMessageContaining("TypeError"));
        }
    }

    private static void assertInvalid(String statements, String field) {
        assertThat(running(statements).fails(EventBuilder.viewerRequest("/x")))
                .isInstanceOfSatisfying(
                        FunctionFailure.InvalidResult.class,
                        invalid -> assertThat(invalid.violation().field()).isEqualTo("origin." + field));
    }
}
