package io.perigee.geo;

/** The regional Internet registries, each with the continent and point that stand for its service region. */
enum Registry {
    AFRINIC(Continent.AFRICA, Continent.AFRICA.representative()),
    /** Serves Asia and Oceania; most of its addresses are used in East Asia. */
    APNIC(Continent.ASIA, new Coordinates(28.0, 115.0)),
    ARIN(Continent.NORTH_AMERICA, Continent.NORTH_AMERICA.representative()),
    /** Serves Latin America and the Caribbean; most of its addresses are used in South America. */
    LACNIC(Continent.SOUTH_AMERICA, Continent.SOUTH_AMERICA.representative()),
    /** Serves Europe, the Middle East and Central Asia. */
    RIPE_NCC(Continent.EUROPE, Continent.EUROPE.representative());

    private final Geography geography;

    Registry(Continent continent, Coordinates representative) {
        this.geography = Geography.builder()
                .continent(continent)
                .coordinates(representative)
                .build();
    }

    Geography geography() {
        return geography;
    }
}
