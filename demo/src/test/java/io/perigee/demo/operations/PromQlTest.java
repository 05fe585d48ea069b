package io.perigee.demo.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.demo.operations.PromQl.Match;
import io.perigee.demo.operations.PromQl.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void metricsAreToldFromFunctionsAggregationsAndWords() {
        PromQl names =
                new PromQl("histogram_quantile(0.99, sum by (le, job) (rate(a_bucket{tier=\"edge\"}[10m] offset 1d)))"
                        + " / ignoring (x) group_left (y) max(b) > bool 1.5e3 and c == 0 unless on (z) d");
        assertThat(names.selectors())
                .containsExactly(
                        new Selector("a_bucket", List.of(new Match("tier", true, List.of("edge")))),
                        new Selector("b", List.of()),
                        new Selector("c", List.of()),
                        new Selector("d", List.of()));
        assertThat(names.groupings()).containsExactly("le", "job", "x", "y", "z");
    }

    @Test
    void alternativesOfARegularExpressionAreValuesAndOthersAreNot() {
        assertThat(new PromQl("a{x=~\"one|two\", y=~\"per.*\"}").selectors())
                .containsExactly(new Selector(
                        "a",
                        List.of(new Match("x", true, List.of("one", "two")), new Match("y", false, List.of("per.*")))));
    }

    @Test
    void whatIsNoTokenIsRefused() {
        assertThatThrownBy(() -> new PromQl("sum(a) ? b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at 7");
    }
}
