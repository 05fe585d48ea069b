package io.perigee.geo;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * What a database knows of the place of an address. Unknown fields are null.
 *
 * @param precision how finely the address is placed
 * @param continent the continent
 * @param countryCode ISO 3166-1 alpha-2, upper case: {@code JP}
 * @param countryName English name: {@code Japan}
 * @param regionCode the first-level subdivision's ISO 3166-2 code without the country: {@code 13}, {@code CA}
 * @param regionName English name of that subdivision: {@code California}
 * @param city English name; may hold non-ASCII letters: {@code São Paulo}
 * @param postalCode as the country writes it
 * @param metroCode Nielsen DMA code, United States only: {@code 807}
 * @param coordinates of the finest place known
 * @param timeZone IANA name: {@code Asia/Tokyo}
 * @param asn autonomous system number that announces the address, 1 to 4294967295
 */
@Immutable
public record Geography(
        Precision precision,
        @Nullable Continent continent,
        @Nullable String countryCode,
        @Nullable String countryName,
        @Nullable String regionCode,
        @Nullable String regionName,
        @Nullable String city,
        @Nullable String postalCode,
        @Nullable String metroCode,
        @Nullable Coordinates coordinates,
        @Nullable String timeZone,
        @Nullable Long asn) {

    /** Nothing is known. */
    public static final Geography UNKNOWN = builder().build();

    /** True when not even the continent is known (the ASN may still be). */
    public boolean isUnknown() {
        return precision == Precision.UNKNOWN;
    }

    /** This geography with the given autonomous system number. */
    public Geography withAsn(long number) {
        return new Geography(
                precision,
                continent,
                countryCode,
                countryName,
                regionCode,
                regionName,
                city,
                postalCode,
                metroCode,
                coordinates,
                timeZone,
                number);
    }

    /** One line for people: the known names from fine to coarse, {@code Tokyo, Japan, Asia}, or {@code unknown}. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        append(text, city);
        append(text, regionName != null && regionName.equals(city) ? null : regionName);
        append(text, countryName != null ? countryName : countryCode);
        append(text, continent == null ? null : continent.englishName());
        return text.isEmpty() ? "unknown" : text.toString();
    }

    private static void append(StringBuilder text, @Nullable String name) {
        if (name != null) {
            text.append(text.isEmpty() ? "" : ", ").append(name);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects what is known; {@link #build} derives the precision and fills in what the country implies. */
    public static final class Builder {
        private @Nullable Continent continent;
        private @Nullable String countryCode;
        private @Nullable String countryName;
        private @Nullable String regionCode;
        private @Nullable String regionName;
        private @Nullable String city;
        private @Nullable String postalCode;
        private @Nullable String metroCode;
        private @Nullable Coordinates coordinates;
        private @Nullable String timeZone;
        private @Nullable Long asn;

        private Builder() {}

        public Builder continent(@Nullable Continent value) {
            continent = value;
            return this;
        }

        public Builder country(@Nullable String code, @Nullable String name) {
            countryCode = code;
            countryName = name;
            return this;
        }

        public Builder region(@Nullable String code, @Nullable String name) {
            regionCode = code;
            regionName = name;
            return this;
        }

        public Builder city(@Nullable String value) {
            city = value;
            return this;
        }

        public Builder postalCode(@Nullable String value) {
            postalCode = value;
            return this;
        }

        public Builder metroCode(@Nullable String value) {
            metroCode = value;
            return this;
        }

        public Builder coordinates(@Nullable Coordinates value) {
            coordinates = value;
            return this;
        }

        public Builder timeZone(@Nullable String value) {
            timeZone = value;
            return this;
        }

        public Builder asn(@Nullable Long value) {
            asn = value;
            return this;
        }

        /**
         * A country's name, continent, coordinates and time zone (if it has only one) come from {@link Countries} where they were not
         * given, a continent's coordinates from {@link Continent#representative}.
         */
        public Geography build() {
            if (countryCode != null) {
                Countries.withCode(countryCode).ifPresent(this::completeFrom);
            }
            if (coordinates == null && continent != null) {
                coordinates = continent.representative();
            }
            return new Geography(
                    precision(),
                    continent,
                    countryCode,
                    countryName,
                    regionCode,
                    regionName,
                    city,
                    postalCode,
                    metroCode,
                    coordinates,
                    timeZone,
                    asn);
        }

        private void completeFrom(Country country) {
            if (countryName == null) {
                countryName = country.name();
            }
            if (continent == null) {
                continent = country.continent();
            }
            if (coordinates == null) {
                coordinates = country.coordinates();
            }
            if (timeZone == null && country.oneTimeZone()) {
                timeZone = country.timeZone();
            }
        }

        private Precision precision() {
            if (city != null) {
                return Precision.CITY;
            }
            if (countryCode != null) {
                return Precision.COUNTRY;
            }
            return continent != null ? Precision.CONTINENT : Precision.UNKNOWN;
        }
    }
}
