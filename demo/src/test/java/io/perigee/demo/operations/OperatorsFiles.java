package io.perigee.demo.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where what operators are given lies, as seen from a module's folder. */
final class OperatorsFiles {

    static final Path ALERTS = Path.of("../k8s/prometheus/alerts.yaml");
    static final Path ALERTS_TEST = Path.of("../k8s/prometheus/alerts_test.yaml");
    static final Path RUNBOOKS = Path.of("../docs/operations/alerts.md");

    private OperatorsFiles() {}

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../k8s/grafana"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
