package io.perigee.examples.country;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionResponse;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.functions.testing.FunctionTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountryRedirectTest {
    private final FunctionTester tester = FunctionTester.of(CountryRedirect.class);

    @AfterEach
    void close() {
        tester.close();
    }

    @Test
    void aViewerInBerlinIsSentToTheGermanSite() {
        FunctionResponse response =
                tester.responds(EventBuilder.viewerRequest("/").country("DE"));

        assertThat(response.status()).isEqualTo(302);
        assertThat(response.header("Location")).contains("/de/");
        assertThat(response.header("Cache-Control")).contains("no-store");
    }

    @Test
    void theQueryGoesAlong() {
        FunctionResponse response =
                tester.responds(EventBuilder.viewerRequest("/?utm_source=mail").country("JP"));

        assertThat(response.header("Location")).contains("/ja/?utm_source=mail");
    }

    @Test
    void otherPagesAndCountriesGoOn() {
        assertThat(tester.proceeds(EventBuilder.viewerRequest("/de/").country("DE"))
                        .uri())
                .isEqualTo("/de/");
        assertThat(tester.proceeds(EventBuilder.viewerRequest("/").country("US"))
                        .uri())
                .isEqualTo("/");
        assertThat(tester.proceeds(EventBuilder.viewerRequest("/")).uri()).isEqualTo("/");
    }
}
