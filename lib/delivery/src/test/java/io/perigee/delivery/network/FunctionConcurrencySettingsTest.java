package io.perigee.delivery.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.ProvisionedGauges;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.lambda.LambdaSettings;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node takes of its region's concurrency. The functions' processes need not come up for that. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class FunctionConcurrencySettingsTest {

    @TempDir
    private Path folder;

    private FunctionHost host;

    @BeforeEach
    void open(Vertx vertx) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        host = new FunctionHost(
                vertx, FunctionLimits.DEFAULT, FunctionOutput.LOGGED, LambdaSettings.in(folder.resolve("lambda")));
        Path zip = folder.resolve("package.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.putNextEntry(new ZipEntry("bootstrap"));
            out.write("#!/bin/sh\nexit 1\n".getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        for (String name : List.of("viewer", "origin", "neither")) {
            Await.get(host.deploy(
                    new FunctionId(name, 1),
                    new FunctionSource.LambdaPackage(zip, "provided.al2023", "none", 128, Duration.ofSeconds(3))));
        }
    }

    @AfterEach
    void close() {
        Await.get(host.close());
    }

    private static NodeInfo node(String id, Role role, String region) {
        return new NodeInfo(id, role, region, "TST1", 50.1, 8.7, null, null, null, "test", NodeState.READY, 1);
    }

    private FunctionConcurrencySettings settings(Role role) {
        return new FunctionConcurrencySettings(host, () -> node("me", role, "eu"));
    }

    private static NetworkConfig config(String... concurrency) {
        NetworkConfig config = NetworkConfig.EMPTY;
        long sequence = 0;
        for (String name : List.of("viewer", "origin", "neither")) {
            config = config.with(
                    ++sequence,
                    new Change.FunctionPublished(new FunctionVersion(
                            name, 1, FunctionRuntime.PROVIDED_AL2023, "0".repeat(64), 1, "none", 128, 5, null)));
        }
        config = config.with(
                ++sequence,
                new Change.DistributionApplied(
                        Documents.parse("""
                            id: site
                            origins: [{id: o, domainName: example.com}]
                            defaultCacheBehavior: {targetOriginId: o, functionAssociations: [
                              {eventType: viewer-request, function: viewer}, {eventType: origin-request, function: origin}]}
                            """, Distribution.class).orThrow()));
        for (String one : concurrency) {
            config = config.with(
                    ++sequence,
                    new Change.FunctionConcurrencyApplied(
                            Documents.parse(one, FunctionConcurrency.class).orThrow()));
        }
        return config;
    }

    private static Stream<CompiledDistribution> serving(NetworkConfig config) {
        return Stream.of(Objects.requireNonNull(DistributionRouting.of(config).byId("site")));
    }

    private static String provisioned(String function, int executions) {
        return "{function: %s, provisioned: [{qualifier: '1', provisionedConcurrentExecutions: %d}]}"
                .formatted(function, executions);
    }

    private int requested(String function) {
        return host.status(new FunctionId(function, 1))
                .orElseThrow()
                .runtime()
                .provisioned()
                .requested();
    }

    @Test
    void whatIsReservedInTheRegionIsTheMostThatAFunctionGets() {
        NetworkConfig config = config("{function: viewer, reserved: [{region: eu, reservedConcurrentExecutions: 0}]}");

        settings(Role.EDGE).apply(config, serving(config));

        InvocationResult result =
                Await.get(host.invoke(FunctionReference.exactly(new FunctionId("viewer", 1)), Buffer.buffer("{}")));
        assertThat(result)
                .isInstanceOfSatisfying(
                        InvocationResult.Throttled.class,
                        throttled -> assertThat(throttled.limit())
                                .startsWith("ReservedFunctionConcurrentInvocationLimitExceeded"));
    }

    @Test
    void environmentsAreKeptWhereCallsComeAndDividedAmongNodes() {
        NetworkConfig config = config(provisioned("viewer", 3), provisioned("origin", 2), provisioned("neither", 1));
        FunctionConcurrencySettings edge = settings(Role.EDGE);
        edge.nodes(List.of(
                node("me", Role.EDGE, "eu"),
                node("other", Role.EDGE, "eu"),
                node("far", Role.EDGE, "us"),
                node("cache", Role.REGIONAL, "eu")));
        assertThat(edge.wanted(config)).hasSize(3);

        edge.apply(config, serving(config));

        assertThat(List.of(requested("viewer"), requested("origin"), requested("neither")))
                .containsExactly(2, 0, 0);
        assertThat(ProvisionedGauges.of(edge.gauges(), "viewer", 1).allocated()).isEqualTo(2);
        assertThat(ProvisionedGauges.of(edge.gauges(), "origin", 1)).isEqualTo(ProvisionedGauges.NONE);

        edge.nodes(List.of(node("me", Role.EDGE, "eu")));

        assertThat(List.of(requested("viewer"), requested("origin"), requested("neither")))
                .containsExactly(3, 2, 1);
    }

    @Test
    void regionalCachesKeepWhatIsCalledAtOriginEventsOrOutsideOfRequests() {
        NetworkConfig config = config(provisioned("viewer", 3), provisioned("origin", 2), provisioned("neither", 1));
        FunctionConcurrencySettings cache = settings(Role.REGIONAL);
        cache.nodes(List.of(node("me", Role.REGIONAL, "eu")));

        cache.apply(config, serving(config));

        assertThat(List.of(requested("viewer"), requested("origin"), requested("neither")))
                .containsExactly(0, 2, 1);

        cache.apply(config(), serving(config()));

        assertThat(requested("origin")).isZero();
    }
}
