package io.perigee.edge;

import io.perigee.delivery.functions.FunctionPoints;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.functions.EdgeLocation;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.Invocation;
import io.perigee.functions.KeyValues;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.observability.AccessLog;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Await;
import io.perigee.testkit.FakeOrigin;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An edge at FRA50-P1 whose distribution has the CloudFront Functions {@code asks} at viewer-request of {@code /asks/*}, {@code answers} at
 * viewer-response of {@code /answers/*}, and both at {@code /both/*}.
 */
final class ScriptEdge implements AutoCloseable {

    /** What a function has printed. */
    record Line(String function, String requestId, String text) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final FunctionHost host;
    private final TestEdges.NetworkEdge edge;

    ScriptEdge(Vertx vertx, FakeOrigin origin) {
        Distribution site = Documents.parse("""
            id: site
            aliases: [127.0.0.1]
            origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only}]
            defaultCacheBehavior: {targetOriginId: o}
            cacheBehaviors:
            - pathPattern: /asks/*
              targetOriginId: o
              originRequestPolicyId: Managed-AllViewer
              functionAssociations: [{eventType: viewer-request, function: asks}]
            - pathPattern: /answers/*
              targetOriginId: o
              functionAssociations: [{eventType: viewer-response, function: answers}]
            - pathPattern: /both/*
              targetOriginId: o
              functionAssociations:
              - {eventType: viewer-request, function: asks}
              - {eventType: viewer-response, function: answers}
            """.formatted(origin.port()), Distribution.class)
                .orThrow();
        host = new FunctionHost(vertx, FunctionLimits.DEFAULT, new FunctionOutput() {
            @Override
            public void line(FunctionId function, String requestId, String text) {
                lines.add(new Line(function.name(), requestId, text));
            }

            @Override
            public void report(Invocation invocation) {}
        });
        edge = new TestEdges.NetworkEdge(
                vertx,
                AccessLog.OFF,
                (runtime, steps) -> TestEdges.with(
                        steps,
                        new ViewerFunctions(
                                new FunctionPoints(host, "perigee.example", EdgeLocation.of("FRA50-P1", "eu")))),
                Scripts.published("asks"),
                Scripts.published("answers"),
                new Change.DistributionApplied(site));
        origin.otherwise(asked -> Answer.ok("hello").with("X-Old", "1").with("Cache-Control", "max-age=60"));
    }

    String url() {
        return edge.url();
    }

    List<Line> lines() {
        return lines;
    }

    /** At viewer-request; the statements have the request as {@code r}. */
    void asking(String statements) {
        deploy("asks", "function handler(event) { const r = event.request; " + statements + " return r; }");
    }

    /** At viewer-response; the statements have the response as {@code r}. */
    void answering(String statements) {
        deploy("answers", "function handler(event) { const r = event.response; " + statements + " return r; }");
    }

    void deploy(String name, String code) {
        Scripts.deploy(host, name, code);
    }

    void deploy(String name, String code, KeyValues values) {
        Scripts.deploy(host, name, code, Optional.of(values));
    }

    @Override
    public void close() {
        edge.close();
        Await.get(host.close());
    }
}
