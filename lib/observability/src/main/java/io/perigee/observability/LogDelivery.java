package io.perigee.observability;

import org.jspecify.annotations.Nullable;

/**
 * Where a distribution's access log goes.
 *
 * @param bucket of an object store
 * @param prefix what the objects' names begin with; may be empty
 * @param includeCookies whether the viewers' cookies are written
 */
public record LogDelivery(String bucket, String prefix, boolean includeCookies) {

    /** Tells where the log of each distribution goes; asked by the log's thread for each record. */
    @FunctionalInterface
    public interface Deliveries {

        /** Null where the distribution's log goes nowhere. */
        @Nullable
        LogDelivery of(String distribution);
    }
}
