package io.perigee.examples.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.CustomOrigin.Protocol;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.functions.testing.FunctionTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceOriginTest {
    private static final CustomOrigin DESKTOP = CustomOrigin.of(Protocol.HTTPS, "www.example.com", 443);

    private final FunctionTester tester = FunctionTester.of(DeviceOrigin.class);

    @AfterEach
    void close() {
        tester.close();
    }

    private FunctionRequest request(String isMobile, CustomOrigin origin) {
        return tester.proceeds(EventBuilder.originRequest("/news")
                .header("CloudFront-Is-Mobile-Viewer", isMobile)
                .origin(origin));
    }

    @Test
    void phonesAreServedFromTheirOwnOrigin() {
        FunctionRequest request =
                request("true", DESKTOP.withCustomHeader(DeviceOrigin.SETTING, "http://m.example.com:8080/mobile"));

        assertThat(request.origin())
                .isEqualTo(CustomOrigin.of(Protocol.HTTP, "m.example.com", 8080).withPath("/mobile"));
        assertThat(request.header("Host")).contains("m.example.com:8080");
        assertThat(request.uri()).isEqualTo("/news");
    }

    @Test
    void thePortFollowsTheScheme() {
        FunctionRequest request =
                request("true", DESKTOP.withCustomHeader(DeviceOrigin.SETTING, "https://m.example.com"));

        assertThat(request.origin()).isEqualTo(CustomOrigin.of(Protocol.HTTPS, "m.example.com", 443));
    }

    @Test
    void othersStayWhereTheyAre() {
        CustomOrigin origin = DESKTOP.withCustomHeader(DeviceOrigin.SETTING, "https://m.example.com");

        assertThat(request("false", origin).origin()).isEqualTo(origin);
    }

    @Test
    void withoutTheSettingNothingChanges() {
        assertThat(request("true", DESKTOP).origin()).isEqualTo(DESKTOP);
    }
}
