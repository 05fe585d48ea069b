package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import io.perigee.distribution.describe.Named;
import java.util.Set;

/** The request headers that an origin gets beside those of the cache key. */
public record OriginRequestHeaders(
        @Describes(value = "Which are taken.", defaultValue = "none")
        Behavior behavior,

        @Describes(
                value =
                        "The headers, for the behaviors that have a list; case does not matter. CloudFront-* headers are made by the network.",
                defaultValue = "[]",
                format = Format.HEADER_NAME,
                maxLength = Limits.HEADER_NAME_LENGTH,
                maxItems = Limits.POLICY_NAMES)
        Set<String> items) {

    /** Nothing. */
    public static final OriginRequestHeaders NONE = new OriginRequestHeaders(Behavior.NONE, Set.of());

    /** All headers that the viewer sent. */
    public static final OriginRequestHeaders ALL_VIEWER = new OriginRequestHeaders(Behavior.ALL_VIEWER, Set.of());

    public OriginRequestHeaders {
        items = Ordered.copyOf(items);
    }

    /** Which headers are taken. */
    public enum Behavior implements Named {
        /** None of them. */
        NONE("none"),

        /** Those listed. */
        ALLOWLIST("allowlist"),

        /** All that the viewer sent. */
        ALL_VIEWER("allViewer"),

        /** All that the viewer sent, and the CloudFront-* headers listed. */
        ALL_VIEWER_AND_ALLOWLIST_CLOUDFRONT("allViewerAndAllowlistCloudFront"),

        /** All that the viewer sent but those listed. */
        ALL_EXCEPT("allExcept");

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
