package io.perigee.geo.places;

import io.perigee.geo.AddressLiteral;
import io.perigee.geo.GeoDatabase;
import io.perigee.geo.mmdb.MmdbDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Cities by name, for demonstrations and tests: a request that claims to come from {@code Tokyo} is treated as if it
 * came from the address that stands for Tokyo, and the database made of the same places knows that address.
 */
public final class NamedPlaces {
    private static final String RESOURCE = "places.txt";

    private final List<Place> places;
    private final Map<String, Place> byName = new HashMap<>();

    private NamedPlaces(List<Place> places) {
        this.places = List.copyOf(places);
        for (Place place : places) {
            if (byName.put(folded(place.name()), place) != null) {
                throw new IllegalArgumentException(place.name() + " is there twice");
            }
        }
    }

    /** Some fifty large cities of all continents. */
    public static NamedPlaces builtIn() {
        try (InputStream in = NamedPlaces.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing from the jar");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads places, one a line: city, country code, subdivision code, subdivision, latitude, longitude, time zone, postal
     * code, metro code (any but the first two may be empty) and CIDR blocks between blanks; separated by {@code |};
     * {@code #} starts a comment.
     *
     * @throws IllegalArgumentException when a line is malformed, naming it
     */
    public static NamedPlaces parse(String text) {
        List<Place> places = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).split("#", 2)[0].strip();
            if (!line.isEmpty()) {
                try {
                    places.add(PlaceLine.parse(line));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return new NamedPlaces(places);
    }

    /** All places, in the order of the text. */
    public List<Place> all() {
        return places;
    }

    /** The place of this name; case, accents, blanks and punctuation do not matter: {@code sao-paulo}. */
    public Optional<Place> named(String name) {
        return Optional.ofNullable(byName.get(folded(name)));
    }

    /** The address that a claim stands for: a place's name, or an IP address as it is; empty for anything else. */
    public Optional<InetAddress> addressOf(String claim) {
        return named(claim).map(Place::address).or(() -> AddressLiteral.parse(claim.strip()));
    }

    /** A database that knows exactly these places, read through the code that reads an operator's file. */
    public GeoDatabase database() {
        try {
            return MmdbDatabase.of(PlacesMmdb.bytes(places));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same database as a file's content, shaped like GeoLite2-City. */
    public byte[] toMmdb() {
        return PlacesMmdb.bytes(places);
    }

    private static String folded(String name) {
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD);
        StringBuilder letters = new StringBuilder(decomposed.length());
        decomposed
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
