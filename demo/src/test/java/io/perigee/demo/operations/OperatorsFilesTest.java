package io.perigee.demo.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.perigee.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorsFilesTest {

    private static final Pattern SECTION = Pattern.compile("(?m)^### (\\S+)$");
    private static final Pattern LINK = Pattern.compile("\\]\\(#([a-z0-9-]+)\\)");

    @Test
    void everyAlertSaysWhatItIsAndHowBad() throws IOException {
        List<RuleFile.Alert> alerts =
                RuleFile.read(OperatorsFiles.ALERTS).alerts().toList();
        assertThat(alerts).extracting(RuleFile.Alert::alert).doesNotHaveDuplicates();
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.alert()).startsWith("Perigee");
            assertThat(alert.labels()).containsOnlyKeys("severity");
            assertThat(alert.labels().get("severity")).isIn("critical", "warning");
            assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook");
            assertThat(alert.duration()).matches("\\d+[mhd]");
        });
    }

    @Test
    void everyAlertHasItsRunbookSectionAndEverySectionItsAlert() throws IOException {
        List<RuleFile.Alert> alerts =
                RuleFile.read(OperatorsFiles.ALERTS).alerts().toList();
        String page = Files.readString(OperatorsFiles.RUNBOOKS);
        List<String> sections = new ArrayList<>();
        Matcher section = SECTION.matcher(page);
        while (section.find()) {
            sections.add(section.group(1));
        }
        assertThat(sections)
                .containsExactlyElementsOf(
                        alerts.stream().map(RuleFile.Alert::alert).toList());
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(alert.annotations().get("runbook"))
                        .isEqualTo("docs/operations/alerts.md#" + alert.alert().toLowerCase(Locale.ROOT)));
        Set<String> anchors = new HashSet<>();
        sections.forEach(name -> anchors.add(name.toLowerCase(Locale.ROOT)));
        Matcher link = LINK.matcher(page);
        while (link.find()) {
            assertThat(anchors).contains(link.group(1));
        }
    }

    @Test
    void dashboardsAreWhatGrafanaTakes() throws IOException {
        List<Path> files = OperatorsFiles.dashboards();
        assertThat(files).hasSizeGreaterThanOrEqualTo(5);
        for (Path file : files) {
            Dashboard dashboard = Dashboard.read(file);
            assertThat(file.getFileName()).hasToString(dashboard.uid() + ".json");
            assertThat(dashboard.panels()).extracting(Dashboard.Panel::id).doesNotHaveDuplicates();
            for (Dashboard.Panel panel : dashboard.panels()) {
                assertThat(panel.type()).isIn("timeseries", "stat");
                assertThat(panel.datasource().uid()).isEqualTo("${datasource}");
                assertThat(panel.gridPos().x() + panel.gridPos().w()).isLessThanOrEqualTo(24);
                assertThat(panel.targets()).extracting(Dashboard.Target::refId).doesNotHaveDuplicates();
                assertThat(dashboard.panels())
                        .filteredOn(other -> other.id() > panel.id())
                        .noneMatch(other -> other.gridPos().overlaps(panel.gridPos()));
            }
        }
    }

    @Test
    void prometheusTakesTheRulesAndTheyDoWhatTheyShould() throws Exception {
        Needs.program("promtool", "prometheus");
        Promtool.succeeds("check", "rules", OperatorsFiles.ALERTS.toString());
        Promtool.succeeds("test", "rules", OperatorsFiles.ALERTS_TEST.toString());
    }

    @Test
    void prometheusTakesEveryExpressionOfADashboard(@TempDir Path folder) throws Exception {
        Needs.program("promtool", "prometheus");
        var rules = JsonNodeFactory.instance.arrayNode();
        for (Path file : OperatorsFiles.dashboards()) {
            for (Dashboard.Panel panel : Dashboard.read(file).panels()) {
                for (Dashboard.Target target : panel.targets()) {
                    rules.addObject()
                            .put("record", "dashboard:expression" + rules.size())
                            .put("expr", Dashboard.filledIn(target.expr()));
                }
            }
        }
        JsonNode group = JsonNodeFactory.instance
                .objectNode()
                .set(
                        "groups",
                        JsonNodeFactory.instance
                                .arrayNode()
                                .add(JsonNodeFactory.instance
                                        .objectNode()
                                        .put("name", "dashboards")
                                        .set("rules", rules)));
        Path file = folder.resolve("rules.yaml");
        new YAMLMapper().writeValue(file.toFile(), group);
        Promtool.succeeds("check", "rules", file.toString());
    }
}
