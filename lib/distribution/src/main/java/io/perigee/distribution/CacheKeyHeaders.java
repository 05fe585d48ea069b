package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import io.perigee.distribution.describe.Named;
import java.util.Set;

/** The request headers that are part of the cache key. */
public record CacheKeyHeaders(
        @Describes(value = "Which are taken.", defaultValue = "none")
        Behavior behavior,

        @Describes(
                value =
                        "The headers, for allowlist; case does not matter. CloudFront-* headers are made by the network.",
                defaultValue = "[]",
                format = Format.HEADER_NAME,
                maxLength = Limits.HEADER_NAME_LENGTH,
                maxItems = Limits.POLICY_NAMES)
        Set<String> items) {

    /** Nothing. */
    public static final CacheKeyHeaders NONE = new CacheKeyHeaders(Behavior.NONE, Set.of());

    public CacheKeyHeaders {
        items = Ordered.copyOf(items);
    }

    /** Which headers are taken. */
    public enum Behavior implements Named {
        /** None of them. */
        NONE("none"),

        /** Those listed. */
        ALLOWLIST("allowlist");

        private final String documentName;

        Behavior(String documentName) {
            this.documentName = documentName;
        }

        @Override
        public String documentName() {
            return documentName;
        }
    }
}
