package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.tier.CacheConfig;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.host.FunctionCounters;
import io.perigee.node.config.ByteSize;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A CloudFront Function chooses at the edge, and the regional cache asks the origin of that choice, by
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html">Helper methods
 * for origin modification</a>.
 */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class ScriptOriginChoiceTest {

    private static final CacheConfig CACHE = new CacheConfig(ByteSize.parse("64MiB"));

    private FakeOrigin first;
    private FakeOrigin second;
    private TwoTiers tiers;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        first = origin;
        second = FakeOrigin.start(vertx);
        Distribution site = Documents.parse("""
            id: site
            aliases: [127.0.0.1]
            origins:
            - {id: first, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only, originPath: /one, customHeaders: [{name: X-Own, value: kept}]}
            - {id: second, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only, originPath: /two}
            originGroups: [{id: both, members: [first, second], failoverStatusCodes: [500]}]
            defaultCacheBehavior:
              targetOriginId: first
              functionAssociations: [{eventType: viewer-request, function: choosing}]
            cacheBehaviors:
            - pathPattern: /group/*
              targetOriginId: both
              functionAssociations: [{eventType: viewer-request, function: choosing}]
            """.formatted(first.port(), second.port()), Distribution.class)
                .orThrow();
        NetworkConfig config = NetworkConfig.EMPTY
                .with(1, Scripts.published("choosing"))
                .with(2, new Change.DistributionApplied(site));
        tiers = new TwoTiers(vertx, config, CACHE, CACHE);
        first.otherwise(asked -> Answer.ok("first").with("Cache-Control", "max-age=60"));
        second.otherwise(asked -> Answer.ok("second").with("Cache-Control", "max-age=60"));
    }

    @AfterEach
    void stop() {
        tiers.close();
        second.close();
    }

    private Answered ask(Viewer viewer, String path, String statements) {
        Await.get(tiers.functions().undeploy("choosing"));
        Scripts.deploy(
                tiers.functions(),
                "choosing",
                "import cf from 'cloudfront'; function handler(event) { " + statements + " return event.request; }");
        return viewer.get("http://127.0.0.1:" + tiers.port() + path);
    }

    @Test
    void anotherOriginIsAskedByItsOwnSettings(Viewer viewer) {
        assertThat(ask(viewer, "/a", "cf.selectRequestOriginById('second');").text())
                .isEqualTo("second");

        assertThat(first.fetches()).isZero();
        assertThat(second.fetches("/two/a")).isEqualTo(1);
        assertThat(second.lastRequest().header("Host")).isEqualTo(second.authority());
    }

    @Test
    void anotherOriginIsAskedByAnotherName(Viewer viewer) {
        ask(viewer, "/a", "cf.selectRequestOriginById('second', {hostHeader: 'test.example.com'});");

        assertThat(second.lastRequest().header("Host")).isEqualTo("test.example.com");
    }

    @Test
    void theSecondOfAGroupIsAskedWhenTheFirstAnswersWithOneOfItsStatuses(Viewer viewer) {
        second.on("/two/a", Answer.status(404));
        second.on("/two/b", Answer.status(503));
        String group = """
                cf.createRequestOriginGroup({
                    originIds: [{originId: 'second'}, {originId: 'first', originOverrides: {hostHeader: 'again.example.com'}}],
                    failoverCriteria: {statusCodes: [404]}
                });""";

        assertThat(ask(viewer, "/a", group).text()).isEqualTo("first");
        assertThat(first.lastRequest().header("Host")).isEqualTo("again.example.com");
        assertThat(ask(viewer, "/b", group).status()).isEqualTo(503);
        assertThat(first.fetches()).isEqualTo(1);
    }

    @Test
    void whatIsGivenIsChangedOfTheOriginAndTheRestStays(Viewer viewer) {
        ask(viewer, "/a", "cf.updateRequestOrigin({originPath: '/other'});");
        assertThat(first.lastRequest().path()).isEqualTo("/other/a");
        assertThat(first.lastRequest().header("X-Own")).isEqualTo("kept");
        assertThat(first.lastRequest().header("Host")).isEqualTo(first.authority());

        ask(viewer, "/b", """
                cf.updateRequestOrigin({
                    domainName: 'localhost',
                    customHeaders: {'x-stage': 'production'},
                    customOriginConfig: {port: %d, protocol: 'http', sslProtocols: ['TLSv1.2']}
                });""".formatted(second.port()));
        assertThat(second.lastRequest().path()).isEqualTo("/one/b");
        assertThat(second.lastRequest().header("X-Stage")).isEqualTo("production");
        assertThat(second.lastRequest().header("X-Own")).isNull();
        assertThat(second.lastRequest().header("Host")).isEqualTo("localhost:" + second.port());
    }

    @Test
    void onlyTheFirstOriginOfAGroupIsChanged(Viewer viewer) {
        first.on("/other/group/a", Answer.status(500));

        assertThat(ask(viewer, "/group/a", "cf.updateRequestOrigin({originPath: '/other'});")
                        .text())
                .isEqualTo("second");
        assertThat(first.fetches("/other/group/a")).isEqualTo(1);
        assertThat(second.fetches("/two/group/a")).isEqualTo(1);
    }

    @Test
    void anOriginThatTheDistributionDoesNotHaveIsAnInvalidResult(Viewer viewer) {
        Answered answer = ask(viewer, "/a", "cf.selectRequestOriginById('third');");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("X-Cache")).isEqualTo("FunctionExecutionError from perigee");
        assertThat(first.fetches() + second.fetches()).isZero();
        assertThat(tiers.functions()
                        .counters(new FunctionId("choosing", 1), Optional.of(EventType.VIEWER_REQUEST))
                        .map(FunctionCounters::invalidResults))
                .contains(1L);
    }

    @Test
    void aCustomHeaderThatTheRequestHasAlreadyIsAnInvalidResult(Viewer viewer) {
        Answered answer = ask(
                viewer,
                "/a",
                "event.request.headers['x-stage'] = {value: '1'}; cf.updateRequestOrigin({customHeaders: {'x-stage': '2'}});");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(first.fetches()).isZero();
    }
}
