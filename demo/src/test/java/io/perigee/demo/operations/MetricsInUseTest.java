package io.perigee.demo.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.demo.DemoNetwork;
import io.perigee.demo.DemoOptions;
import io.perigee.demo.DemoPorts;
import io.perigee.demo.DemoRegion;
import io.perigee.demo.Progress;
import io.perigee.edge.StandAloneEdge;
import io.perigee.node.config.ByteSize;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.testkit.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every metric and label that an alert or a dashboard names is exported by a node: a network with one node of each role is asked, and an edge
 * with an access log, which the network's have not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsInUseTest {

    /** What Prometheus itself knows of a target. */
    private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

    private static final Set<String> TARGET_METRICS = Set.of("up");

    private final Scrape scrape = new Scrape();

    @BeforeAll
    void askEveryNode(@TempDir Path folder) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                DemoNetwork network = DemoNetwork.start(
                        DemoOptions.standard()
                                .withRegions(List.of(DemoRegion.EU))
                                .withPorts(DemoPorts.free()),
                        Progress.SILENT)) {
            Vertx vertx = Vertx.vertx();
            StandAloneEdge logging = new StandAloneEdge(vertx, logging(folder, network.controlUrl()));
            Await.get(logging.start());
            List<URI> nodes = new ArrayList<>(
                    List.of(network.originManagementUrl(), URI.create("http://127.0.0.1:" + logging.managementPort())));
            for (JsonNode node : network.api().get("/v1/nodes").path("items")) {
                nodes.add(URI.create(node.path("managementUrl").asText()));
            }
            for (URI node : nodes) {
                scrape.add(metrics(http, node));
            }
            Await.get(logging.stop());
            Await.get(vertx.close());
        }
    }

    @Test
    void everyRoleWasAsked() {
        assertThat(scrape.values("perigee_build_info", "role"))
                .containsExactlyInAnyOrder("edge", "regional", "origin", "control");
    }

    private static StandAloneEdge.Options logging(Path folder, URI origin) {
        return new StandAloneEdge.Options(
                ListenerConfig.on(0),
                ManagementConfig.on(0),
                origin,
                false,
                new CacheConfig(new ByteSize(8 << 20)),
                folder.resolve("access.log"),
                1,
                DrainConfig.quick());
    }

    private static String metrics(HttpClient http, URI node) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(node.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void everyMetricAndLabelThatAnAlertNamesIsExported() throws IOException {
        assertThat(RuleFile.read(OperatorsFiles.ALERTS).alerts())
                .allSatisfy(alert -> assertThat(missing(alert.expr())).isEmpty());
    }

    @Test
    void everyMetricAndLabelThatADashboardNamesIsExported() throws IOException {
        for (Path file : OperatorsFiles.dashboards()) {
            Dashboard dashboard = Dashboard.read(file);
            assertThat(dashboard.panels())
                    .flatExtracting(Dashboard.Panel::targets)
                    .allSatisfy(target -> assertThat(missing(Dashboard.filledIn(target.expr())))
                            .as(target.expr())
                            .isEmpty());
            assertThat(dashboard.templating().list())
                    .filteredOn(variable -> variable.type().equals("query"))
                    .allSatisfy(variable -> assertThat(missing(
                                    labelValues(variable.query().path("query").asText())))
                            .isEmpty());
        }
    }

    /** {@code label_values(metric{…}, label)}, which is Grafana's, in Prometheus' words. */
    private static String labelValues(String query) {
        return query.replaceFirst("label_values\\((.*), (\\w+)\\)", "count by ($2) ($1)");
    }

    private List<String> missing(String expression) {
        PromQl names = new PromQl(expression);
        List<String> missing = new ArrayList<>();
        for (PromQl.Selector selector : names.selectors()) {
            if (!TARGET_METRICS.contains(selector.metric()) && !scrape.has(selector.metric())) {
                missing.add(selector.metric());
            }
            selector.matches().stream()
                    .filter(match -> !TARGET_LABELS.contains(match.label()))
                    .forEach(match -> {
                        Set<String> seen = scrape.values(selector.metric(), match.label());
                        if (seen.isEmpty() || (match.literal() && !seen.containsAll(match.values()))) {
                            missing.add(selector.metric() + "{" + match.label() + "=" + match.values() + "}");
                        }
                    });
        }
        for (String label : names.groupings()) {
            if (!TARGET_LABELS.contains(label)
                    && names.selectors().stream()
                            .allMatch(selector ->
                                    scrape.values(selector.metric(), label).isEmpty())) {
                missing.add("the label " + label);
            }
        }
        return missing;
    }
}
