package io.perigee.origin;

import io.perigee.origin.access.AccessGate;
import io.perigee.origin.store.ObjectListener;
import io.perigee.origin.website.OriginRoutes;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a program that embeds an origin node may add to it. Immutable.
 *
 * @param routes dynamic handlers of the website endpoint
 * @param gate knows the network's nodes; asked where {@link OriginNodeConfig#networkOnly()} holds
 * @param listeners are told of every change of an object
 * @param clock dates objects and judges signatures
 */
public record OriginExtensions(
        OriginRoutes routes, AccessGate gate, List<ObjectListener> listeners, InstantSource clock) {

    public OriginExtensions {
        listeners = List.copyOf(listeners);
    }

    /** Nothing added; the system's clock. */
    public static OriginExtensions none() {
        return new OriginExtensions(OriginRoutes.none(), AccessGate.closed(), List.of(), InstantSource.system());
    }

    /** These extensions with these routes. */
    public OriginExtensions withRoutes(OriginRoutes replacement) {
        return new OriginExtensions(replacement, gate, listeners, clock);
    }

    /** These extensions with this gate. */
    public OriginExtensions withGate(AccessGate replacement) {
        return new OriginExtensions(routes, replacement, listeners, clock);
    }

    /** These extensions and one more listener. */
    public OriginExtensions withListener(ObjectListener listener) {
        List<ObjectListener> more =
                Stream.concat(listeners.stream(), Stream.of(listener)).toList();
        return new OriginExtensions(routes, gate, more, clock);
    }

    /** These extensions with this clock. */
    public OriginExtensions withClock(InstantSource replacement) {
        return new OriginExtensions(routes, gate, listeners, replacement);
    }
}
