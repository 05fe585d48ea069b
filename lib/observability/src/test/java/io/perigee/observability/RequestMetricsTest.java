package io.perigee.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RequestMetrics metrics = new RequestMetrics(registry, Tier.EDGE);

    @Test
    void everySeriesIsThereBeforeTheFirstRequest() {
        assertThat(registry.scrape())
                .contains("perigee_requests_total{outcome=\"Hit\",status=\"2xx\",tier=\"edge\"} 0.0")
                .contains("perigee_request_reasons_total{reason=\"vary\",tier=\"edge\"} 0.0")
                .contains("perigee_requests_in_flight{tier=\"edge\"} 0.0");
    }

    @Test
    void aRequestIsCountedOnceInEachMeter() {
        metrics.began();
        metrics.began();
        assertThat(registry.scrape()).contains("perigee_requests_in_flight{tier=\"edge\"} 2.0");
        metrics.ended(Outcome.Miss, Reason.EXPIRED, 304, 500, 30_000_000, 20_000_000);
        metrics.ended(Records.get("/"));

        assertThat(registry.scrape())
                .contains("perigee_requests_total{outcome=\"Miss\",status=\"3xx\",tier=\"edge\"} 1.0")
                .contains("perigee_requests_total{outcome=\"OriginShieldHit\",status=\"2xx\",tier=\"edge\"} 1.0")
                .contains("perigee_request_reasons_total{reason=\"expired\",tier=\"edge\"} 1.0")
                .contains("perigee_request_seconds_bucket{outcome=\"Miss\",tier=\"edge\",le=\"0.025\"} 0")
                .contains("perigee_request_seconds_bucket{outcome=\"Miss\",tier=\"edge\",le=\"0.1\"} 1")
                .contains("perigee_request_first_byte_seconds_count{outcome=\"Miss\",tier=\"edge\"} 1")
                .contains("perigee_response_bytes_total{tier=\"edge\"} 1734.0")
                .contains("perigee_requests_in_flight{tier=\"edge\"} 0.0");
    }

    @Test
    void aStatusThatIsNoneHasAClassOfItsOwn() {
        metrics.began();
        metrics.ended(Outcome.Error, Reason.VIEWER_GONE, 0, 0, 1, 1);

        assertThat(registry.scrape())
                .contains("perigee_requests_total{outcome=\"Error\",status=\"none\",tier=\"edge\"} 1.0");
    }
}
