package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What caches are to be filled with before viewers ask for it. CloudFront has nothing like it. */
public record Prewarm(
        @Describes(
                value =
                        "What is fetched: paths with their query strings, as viewers request them, percent-encoded. No wildcards: caches do not know what an origin has.",
                format = Format.TARGET,
                maxLength = Limits.PATH_LENGTH,
                minItems = 1,
                maxItems = Limits.PREWARM_PATHS)
        List<String> paths,

        @Describes(
                value = "The regions that are filled; none: all that have an edge which is ready.",
                format = Format.ID,
                defaultValue = "[]",
                maxItems = 100)
        List<String> regions,

        @Describes(
                value =
                        "Whether every edge of these regions is filled. Else each path is asked of one edge in each region, in turns: that fills the region's regional cache, and that edge.",
                defaultValue = "false")
        boolean everyEdge,

        @Describes(
                value = "The most requests a second, to all edges together.",
                defaultValue = "50",
                min = "1",
                max = "1000")
        int rate,

        @Describes(
                value =
                        "The host name that viewers use; where it is left out, the distribution's first alias without wildcard.",
                format = Format.HOST)
        @Nullable
        String host,

        @Describes(
                value = "Fields of the requests, for responses that differ by them, such as Accept-Encoding.",
                defaultValue = "[]",
                maxItems = 30)
        List<PrewarmHeader> headers) {

    public Prewarm {
        paths = List.copyOf(paths);
        regions = List.copyOf(regions);
        headers = List.copyOf(headers);
    }
}
