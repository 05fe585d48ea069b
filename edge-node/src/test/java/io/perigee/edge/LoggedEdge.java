package io.perigee.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.observability.AccessLogWriter;
import io.perigee.observability.LogFile;
import io.perigee.testkit.AccessLines;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.FakeOrigin;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** An edge of a network that writes its access log into a file, and one distribution, {@code site}, in front of an origin. */
final class LoggedEdge implements AutoCloseable {

    private final Path file;
    private final AccessLogWriter log;
    private final TestEdges.NetworkEdge edge;

    LoggedEdge(Vertx vertx, FakeOrigin origin, Path folder) throws IOException {
        this.file = folder.resolve("access.log");
        LogFile sink = LogFile.open(new LogFile.Options(file, 1 << 20, Duration.ofDays(1), 1, true, "perigee"));
        this.log = AccessLogWriter.start(List.of(sink), 10_000, InstantSource.system(), new SimpleMeterRegistry());
        this.edge = new TestEdges.NetworkEdge(
                vertx,
                log,
                (runtime, steps) -> steps,
                Scripts.published("answering"),
                new Change.DistributionApplied(Documents.parse("""
                                id: site
                                aliases: [www.example.org]
                                origins: [{id: o, domainName: 127.0.0.1, httpPort: %d, protocolPolicy: http-only}]
                                defaultCacheBehavior:
                                  targetOriginId: o
                                  allowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]
                                cacheBehaviors:
                                  - {pathPattern: /secure/*, targetOriginId: o, viewerProtocolPolicy: redirect-to-https}
                                  - {pathPattern: /read/*, targetOriginId: o}
                                  - pathPattern: /function/*
                                    targetOriginId: o
                                    functionAssociations: [{eventType: viewer-request, function: answering}]
                                """.formatted(origin.port()), Distribution.class)
                        .orThrow()));
        Scripts.deploy(edge.functions(), "answering", "function handler(event) { return {statusCode: 418}; }");
    }

    Asked get(String target) {
        return of("GET", target);
    }

    Asked of(String method, String target) {
        return Asked.of(method, edge.url() + target).with("Host", "www.example.org");
    }

    int port() {
        return edge.port();
    }

    Path file() {
        return file;
    }

    /** The requests that the file tells of, once there are as many. */
    List<Map<String, String>> logged(int count) {
        Await.until(count + " requests are logged", () -> lines().size() == count);
        return lines();
    }

    private List<Map<String, String>> lines() {
        try {
            return AccessLines.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        edge.close();
        log.close();
    }
}
