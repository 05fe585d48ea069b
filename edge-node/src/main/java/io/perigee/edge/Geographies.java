package io.perigee.edge;

import io.perigee.geo.Cidr;
import io.perigee.geo.ContinentTable;
import io.perigee.geo.GeoDatabase;
import io.perigee.geo.mmdb.MmdbDatabase;
import io.perigee.geo.mmdb.PollSchedule;
import io.perigee.geo.places.NamedPlaces;
import io.perigee.geo.viewer.ClientAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The geography of a node: its database, watched for changes, and whom it believes. Opening and closing block. */
final class Geographies implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final GeoDatabase database;
    private final ClientAddress clientAddress;
    private final Function<String, Optional<InetAddress>> claims;
    private final @Nullable ScheduledExecutorService watcher;

    private Geographies(
            GeoDatabase database,
            ClientAddress clientAddress,
            Function<String, Optional<InetAddress>> claims,
            @Nullable ScheduledExecutorService watcher) {
        this.database = database;
        this.clientAddress = clientAddress;
        this.claims = claims;
        this.watcher = watcher;
    }

    /** @throws UncheckedIOException if the configured database cannot be read */
    static Geographies open(GeographyConfig config) {
        List<Cidr> trusted = config.trustedProxies().stream().map(Cidr::parse).toList();
        ClientAddress clientAddress = trusted.isEmpty() ? ClientAddress.SOCKET : new ClientAddress(trusted);
        NamedPlaces places = NamedPlaces.builtIn();
        Function<String, Optional<InetAddress>> claims =
                config.claims() ? places::addressOf : claim -> Optional.empty();
        Path file = config.database();
        if (file == null) {
            // Documentation and benchmarking addresses are nowhere for the table; for a node that listens to claims
            // they are cities.
            GeoDatabase builtIn = config.claims()
                    ? GeoDatabase.firstKnown(List.of(places.database(), new ContinentTable()))
                    : new ContinentTable();
            return new Geographies(builtIn, clientAddress, claims, null);
        }
        try {
            MmdbDatabase mmdb = MmdbDatabase.open(file, MmdbDatabase.Storage.HEAP);
            ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("perigee-geography").daemon().factory());
            mmdb.watch(PollSchedule.on(watcher), LOOK_EVERY);
            return new Geographies(mmdb, clientAddress, claims, watcher);
        } catch (IOException e) {
            throw new UncheckedIOException("the geography database " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    GeoDatabase database() {
        return database;
    }

    ClientAddress clientAddress() {
        return clientAddress;
    }

    Function<String, Optional<InetAddress>> claims() {
        return claims;
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.shutdownNow();
        }
    }
}
