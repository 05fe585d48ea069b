package io.perigee.distribution;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Immutable sets that keep the order in which a document gives them, so that what is read is written back alike. */
final class Ordered {

    private Ordered() {}

    static <T> Set<T> copyOf(Collection<T> items) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(items));
    }
}
