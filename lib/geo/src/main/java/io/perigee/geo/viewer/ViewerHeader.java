package io.perigee.geo.viewer;

import com.google.errorprone.annotations.Immutable;
import io.perigee.geo.Coordinates;
import io.perigee.geo.Geography;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * CloudFront's request headers about the viewer, each with how its value is made.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html">Add
 *     CloudFront request headers</a>
 */
public enum ViewerHeader {
    ADDRESS("CloudFront-Viewer-Address", ViewerHeader::addressAndPort),
    ASN("CloudFront-Viewer-ASN", viewer -> text(viewer.geography().asn())),
    CITY("CloudFront-Viewer-City", place(Geography::city)),
    COUNTRY("CloudFront-Viewer-Country", place(Geography::countryCode)),
    COUNTRY_NAME("CloudFront-Viewer-Country-Name", place(Geography::countryName)),
    COUNTRY_REGION("CloudFront-Viewer-Country-Region", place(Geography::regionCode)),
    COUNTRY_REGION_NAME("CloudFront-Viewer-Country-Region-Name", place(Geography::regionName)),
    LATITUDE("CloudFront-Viewer-Latitude", viewer -> degrees(viewer, Coordinates::latitude)),
    LONGITUDE("CloudFront-Viewer-Longitude", viewer -> degrees(viewer, Coordinates::longitude)),
    METRO_CODE("CloudFront-Viewer-Metro-Code", place(Geography::metroCode)),
    POSTAL_CODE("CloudFront-Viewer-Postal-Code", place(Geography::postalCode)),
    TIME_ZONE("CloudFront-Viewer-Time-Zone", place(Geography::timeZone)),
    IS_ANDROID("CloudFront-Is-Android-Viewer", device(Device::android)),
    IS_DESKTOP("CloudFront-Is-Desktop-Viewer", device(Device::desktop)),
    IS_IOS("CloudFront-Is-IOS-Viewer", device(Device::ios)),
    IS_MOBILE("CloudFront-Is-Mobile-Viewer", device(Device::mobile)),
    IS_SMART_TV("CloudFront-Is-SmartTV-Viewer", device(Device::smartTv)),
    IS_TABLET("CloudFront-Is-Tablet-Viewer", device(Device::tablet)),
    FORWARDED_PROTO("CloudFront-Forwarded-Proto", Viewer::scheme),
    HTTP_VERSION("CloudFront-Viewer-Http-Version", Viewer::httpVersion),
    TLS("CloudFront-Viewer-TLS", Viewer::tls);

    private final String fieldName;
    private final Value value;

    ViewerHeader(String fieldName, Value value) {
        this.fieldName = fieldName;
        this.value = value;
    }

    /** The header's name as AWS writes it. */
    public String fieldName() {
        return fieldName;
    }

    /** The header's value for this viewer, ASCII; null when it is not known: the header is then left out. */
    public @Nullable String value(Viewer viewer) {
        return value.of(viewer);
    }

    @Immutable
    @FunctionalInterface
    private interface Value {
        @Nullable
        String of(Viewer viewer);
    }

    @Immutable
    @FunctionalInterface
    private interface PlaceField {
        @Nullable
        String of(Geography geography);
    }

    @Immutable
    @FunctionalInterface
    private interface DeviceKind {
        boolean of(Device device);
    }

    private static Value place(PlaceField field) {
        return viewer -> {
            String text = field.of(viewer.geography());
            return text == null ? null : percentEncoded(text);
        };
    }

    private static Value device(DeviceKind kind) {
        return viewer -> String.valueOf(kind.of(Device.fromUserAgent(viewer.userAgent())));
    }

    private static @Nullable String text(@Nullable Long number) {
        return number == null ? null : Long.toString(number);
    }

    private static @Nullable String degrees(Viewer viewer, ToDoubleFunction<Coordinates> axis) {
        Coordinates coordinates = viewer.geography().coordinates();
        return coordinates == null ? null : String.format(Locale.ROOT, "%.5f", axis.applyAsDouble(coordinates));
    }

    /**
     * {@code 198.51.100.10:46532}. An IPv6 address stands without brackets, as CloudFront has it: the port is what
     * follows the last colon.
     */
    private static String addressAndPort(Viewer viewer) {
        String host = viewer.address().getHostAddress();
        if (viewer.address() instanceof Inet6Address && host.indexOf('%') >= 0) {
            host = host.substring(0, host.indexOf('%'));
        }
        return host + ":" + viewer.port();
    }

    /** Non-ASCII characters, control characters and the percent sign as UTF-8 bytes in RFC 3986's percent-encoding. */
    private static String percentEncoded(String text) {
        if (text.chars().allMatch(ViewerHeader::isPlain)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x7f && c != '%';
    }
}
