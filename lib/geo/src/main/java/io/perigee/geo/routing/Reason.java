package io.perigee.geo.routing;

import io.perigee.geo.Continent;

/** Why candidates are in the order they are in. */
public sealed interface Reason {

    /** One sentence for people. */
    String describe();

    /** By distance from the viewer's coordinates. */
    record Nearest() implements Reason {
        @Override
        public String describe() {
            return "nearest healthy edge first";
        }
    }

    /** By distance from the continent's representative point, since nothing finer is known of the viewer. */
    record NearestToContinent(Continent continent) implements Reason {
        @Override
        public String describe() {
            return "only the continent (" + continent.englishName()
                    + ") is known: nearest to its representative point first";
        }
    }

    /** The operator assigned this country to the region. */
    record CountryAssigned(String countryCode, String region) implements Reason {
        @Override
        public String describe() {
            return "country " + countryCode + " is assigned to region " + region;
        }
    }

    /** The operator assigned this continent to the region. */
    record ContinentAssigned(Continent continent, String region) implements Reason {
        @Override
        public String describe() {
            return continent.englishName() + " is assigned to region " + region;
        }
    }

    /** By weights; the viewer's key decides. */
    record ByWeight() implements Reason {
        @Override
        public String describe() {
            return "spread by weight; a viewer keeps its edge";
        }
    }

    /** The viewer's place is unknown: spread by a stable hash of the viewer's key. */
    record PlaceUnknown() implements Reason {
        @Override
        public String describe() {
            return "the viewer's place is unknown: spread by weight; a viewer keeps its edge";
        }
    }
}
