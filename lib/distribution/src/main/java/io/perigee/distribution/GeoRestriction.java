package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which countries a distribution is served in; others get 403. */
public record GeoRestriction(
        @Describes(value = "How the list is meant.", defaultValue = "none")
        RestrictionType type,

        @Describes(
                value = "The countries, by ISO 3166-1 alpha-2 code.",
                defaultValue = "[]",
                format = Format.COUNTRY,
                maxItems = 300)
        Set<String> locations) {

    /** No restriction. */
    public static final GeoRestriction NONE = new GeoRestriction(RestrictionType.NONE, Set.of());

    public GeoRestriction {
        locations = Ordered.copyOf(locations);
    }

    /** Whether a viewer in {@code country} is served; null, a viewer whose country is not known, is served unless there is an allowlist. */
    public boolean allows(@Nullable String country) {
        return switch (type) {
            case NONE -> true;
            case ALLOWLIST -> country != null && locations.contains(country);
            case DENYLIST -> country == null || !locations.contains(country);
        };
    }
}
