package io.perigee.geo.viewer;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The kind of device that a {@code User-Agent} claims. As with CloudFront, several may be true at once (a tablet with
 * Android is a tablet and an Android device), and what is none of the others counts as a desktop.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html">Add
 *     CloudFront request headers</a>
 */
public record Device(boolean mobile, boolean tablet, boolean desktop, boolean smartTv, boolean ios, boolean android) {

    /** A longer field is cut before it is searched, so that a viewer cannot buy much work with one header. */
    private static final int LONGEST_SEARCHED = 1024;

    private static final String[] TELEVISIONS = {
        "smart-tv",
        "smarttv",
        "googletv",
        "google tv",
        "appletv",
        "apple tv",
        "hbbtv",
        "netcast",
        "web0s",
        "webos.tv",
        "bravia",
        "roku",
        "crkey",
        "aftt",
        "aftm",
        "afts",
        "viera",
        "dtv",
        "tizen tv"
    };

    /**
     * Answers for recent fields, one slot each: a cache key with device headers asks several times for each request, and
     * few fields make up most requests. Bounded by the slots and by the length of what is kept.
     */
    private static final AtomicReferenceArray<@Nullable Known> RECENT = new AtomicReferenceArray<>(1024);

    private static final int LONGEST_KEPT = 512;

    private record Known(String userAgent, Device device) {}

    /** Reads the field's well-known tokens; a missing field is a desktop. */
    public static Device fromUserAgent(@Nullable String userAgent) {
        if (userAgent == null) {
            return new Device(false, false, true, false, false, false);
        }
        if (userAgent.length() > LONGEST_KEPT) {
            return read(userAgent);
        }
        int hash = userAgent.hashCode();
        int slot = (hash ^ hash >>> 16) & (RECENT.length() - 1);
        Known recent = RECENT.get(slot);
        if (recent == null || !recent.userAgent().equals(userAgent)) {
            recent = new Known(userAgent, read(userAgent));
            RECENT.set(slot, recent);
        }
        return recent.device();
    }

    private static Device read(String userAgent) {
        String agent = userAgent
                .substring(0, Math.min(userAgent.length(), LONGEST_SEARCHED))
                .toLowerCase(Locale.ROOT);
        boolean smartTv = isTelevision(agent);
        boolean android = !agent.contains("windows phone") && agent.contains("android");
        boolean ipad = agent.contains("ipad");
        boolean ios = !agent.contains("windows phone") && (ipad || agent.contains("iphone") || agent.contains("ipod"));
        boolean tablet = !smartTv
                && (ipad
                        || (android && !agent.contains("mobile"))
                        || (agent.contains("tablet") && !agent.contains("tablet pc"))
                        || agent.contains("kindle")
                        || agent.contains("silk/")
                        || agent.contains("playbook"));
        boolean mobile = !smartTv
                && !tablet
                && (agent.contains("mobi")
                        || agent.contains("iphone")
                        || agent.contains("ipod")
                        || agent.contains("blackberry")
                        || agent.contains("opera mini")
                        || agent.contains("windows phone"));
        return new Device(mobile, tablet, !smartTv && !tablet && !mobile, smartTv, ios, android);
    }

    private static boolean isTelevision(String agent) {
        for (String token : TELEVISIONS) {
            if (agent.contains(token)) {
                return true;
            }
        }
        return agent.contains("tizen") && agent.contains(" tv ");
    }
}
