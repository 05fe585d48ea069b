package io.perigee.geo.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTest {
    private static final Device DESKTOP = new Device(false, false, true, false, false, false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mobile ios | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
                "tablet ios | Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
                "mobile android | Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/125.0 Mobile Safari/537.36",
                "tablet android | Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 Chrome/125.0 Safari/537.36",
                "desktop | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/125.0 Safari/537.36",
                "desktop | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15",
                "desktop | Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
                "desktop | curl/8.5.0",
                "desktop | Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Tablet PC 2.0)",
                "smarttv | Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/538.1 Version/6.0 TV Safari/538.1",
                "smarttv | Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/87.0 Safari/537.36",
                "smarttv android | Mozilla/5.0 (Linux; Android 9; BRAVIA 4K UR2) AppleWebKit/537.36 Chrome/125.0 Safari/537.36",
                "smarttv | Roku/DVP-12.0 (12.0.0.4182-88)",
                "mobile | Mozilla/5.0 (Windows Phone 10.0; Android 4.2.1) like iPhone Edge/13 Mobile"
            })
    void theDeviceIsReadFromTheUserAgent(String kinds, String userAgent) {
        Device device = Device.fromUserAgent(userAgent);

        assertThat(device.mobile()).as("mobile").isEqualTo(kinds.contains("mobile"));
        assertThat(device.tablet()).as("tablet").isEqualTo(kinds.contains("tablet"));
        assertThat(device.desktop()).as("desktop").isEqualTo(kinds.contains("desktop"));
        assertThat(device.smartTv()).as("smart tv").isEqualTo(kinds.contains("smarttv"));
        assertThat(device.ios()).as("ios").isEqualTo(kinds.contains("ios"));
        assertThat(device.android()).as("android").isEqualTo(kinds.contains("android"));
    }

    @Test
    void withoutAUserAgentItIsADesktop() {
        assertThat(Device.fromUserAgent(null)).isEqualTo(DESKTOP);
        assertThat(Device.fromUserAgent("")).isEqualTo(DESKTOP);
    }

    @Test
    void onlyTheBeginningOfAHugeFieldIsSearched() {
        assertThat(Device.fromUserAgent("x".repeat(100_000) + "iPhone")).isEqualTo(DESKTOP);
    }
}
