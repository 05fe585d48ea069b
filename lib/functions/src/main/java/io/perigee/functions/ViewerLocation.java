package io.perigee.functions;

import java.util.Optional;

/**
 * Where the viewer is, as far as its address tells. The same facts reach origins as {@code CloudFront-Viewer-*} headers.
 *
 * @param country ISO 3166-1 alpha-2 code, such as {@code DE}
 * @param countryName its English name
 * @param region ISO 3166-2 subdivision without the country, such as {@code BE}
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param timeZone IANA name, such as {@code Europe/Berlin}
 */
public record ViewerLocation(
        Optional<String> country,
        Optional<String> countryName,
        Optional<String> region,
        Optional<String> city,
        Optional<Double> latitude,
        Optional<Double> longitude,
        Optional<String> timeZone) {

    /** Nothing is known about the address. */
    public static final ViewerLocation UNKNOWN = new ViewerLocation(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Only the country is known. */
    public static ViewerLocation ofCountry(String country) {
        return new ViewerLocation(
                Optional.of(country),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
