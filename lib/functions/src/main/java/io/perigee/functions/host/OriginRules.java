package io.perigee.functions.host;

import io.perigee.functions.CustomOrigin;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.perigee.functions.S3Origin;
import io.perigee.functions.Violation;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which origins functions may choose, by
 * <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html">Lambda@Edge event
 * structure</a>, with one difference: an address is a domain name too. Fields that are as the event had them are not judged.
 */
final class OriginRules {
    private static final int MAX_DOMAIN_LENGTH = 253;
    private static final int MAX_BUCKET_DOMAIN_LENGTH = 128;
    private static final int MAX_PATH_LENGTH = 255;
    private static final int FIRST_UNRESERVED_PORT = 1024;
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(120);

    /**
     * What origins get by other rules
     * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-denylist">Custom
     * headers that CloudFront can't add to origin requests</a>).
     */
    private static final Set<String> NOT_CUSTOM = Set.of(
            "cache-control",
            "connection",
            "content-length",
            "cookie",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "max-forwards",
            "pragma",
            "range",
            "request-range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "x-real-ip");

    private OriginRules() {}

    /**
     * The first violation, or null.
     *
     * @param headers of the request that goes with it
     */
    static @Nullable Violation check(@Nullable Origin before, Origin after, HeaderFields headers) {
        String field = "request.origin." + (after instanceof S3Origin ? "s3" : "custom");
        Violation violation = switch (after) {
            case CustomOrigin custom -> checkCustom(field, before instanceof CustomOrigin same ? same : null, custom);
            case S3Origin s3 -> checkS3(field, before instanceof S3Origin same ? same : null, s3);
        };
        if (violation == null && (before == null || !before.path().equals(after.path()))) {
            violation = checkPath(field, after.path());
        }
        return violation == null ? checkHeaders(field, before, after, headers) : violation;
    }

    private static @Nullable Violation checkCustom(String field, @Nullable CustomOrigin before, CustomOrigin after) {
        String domain = after.domainName();
        boolean sameDomain = before != null && before.domainName().equals(domain);
        if (!sameDomain && (domain.length() > MAX_DOMAIN_LENGTH || !domain.matches("[A-Za-z0-9._-]+"))) {
            return new Violation(
                    field + ".domainName", domain, "a host name of at most 253 characters, without a port");
        }
        int port = after.port();
        boolean documented = port == 80 || port == 443 || (port >= FIRST_UNRESERVED_PORT && port <= 65_535);
        if (!documented && (before == null || before.port() != port)) {
            return new Violation(field + ".port", Integer.toString(port), "80, 443, or 1024 to 65535");
        }
        if (after.sslProtocols().isEmpty()) {
            return new Violation(field + ".sslProtocols", "[]", "at least one of SSLv3, TLSv1, TLSv1.1, TLSv1.2");
        }
        if (isOff(after.readTimeout())
                && (before == null || !before.readTimeout().equals(after.readTimeout()))) {
            return new Violation(field + ".readTimeout", after.readTimeout().toString(), "1 to 120 seconds");
        }
        return isOff(after.keepaliveTimeout())
                        && (before == null || !before.keepaliveTimeout().equals(after.keepaliveTimeout()))
                ? new Violation(
                        field + ".keepaliveTimeout", after.keepaliveTimeout().toString(), "1 to 120 seconds")
                : null;
    }

    private static @Nullable Violation checkS3(String field, @Nullable S3Origin before, S3Origin after) {
        String domain = after.domainName();
        boolean sameDomain = before != null && before.domainName().equals(domain);
        if (!sameDomain && (domain.length() > MAX_BUCKET_DOMAIN_LENGTH || !domain.matches("[a-z0-9.-]+"))) {
            return new Violation(
                    field + ".domainName", domain, "a bucket's domain: lower case, at most 128 characters");
        }
        if (after.authMethod() == S3Origin.AuthMethod.NONE) {
            return null;
        }
        if (before == null || before.authMethod() == S3Origin.AuthMethod.NONE) {
            return new Violation(
                    field + ".authMethod",
                    after.authMethod().label(),
                    "none: the event's origin has no origin access identity to keep");
        }
        return after.region().matches("[a-z0-9-]+")
                ? null
                : new Violation(
                        field + ".region", after.region(), "the bucket's region, with an origin access identity");
    }

    private static @Nullable Violation checkPath(String field, String path) {
        boolean shape = path.isEmpty() || (path.startsWith("/") && !path.endsWith("/"));
        return shape && path.length() <= MAX_PATH_LENGTH && Targets.isVisibleAscii(path) && !Targets.hasDotSegment(path)
                ? null
                : new Violation(
                        field + ".path",
                        path,
                        "nothing, or an encoded path of at most 255 characters that starts with '/' and does not end with it");
    }

    private static @Nullable Violation checkHeaders(
            String field, @Nullable Origin before, Origin after, HeaderFields headers) {
        HeaderFields had = before == null ? HeaderFields.empty() : before.customHeaders();
        HeaderFields has = after.customHeaders();
        if (had.equals(has)) {
            return null;
        }
        HeaderFields changed = HeaderFields.of(has.fields().stream()
                .filter(header -> !had.all(header.name()).equals(has.all(header.name())))
                .toList());
        Violation violation = checkCustomHeaders(field, changed, headers);
        return violation == null ? HeaderRules.checkAdded(field + ".customHeaders", has) : violation;
    }

    /** The first that must not be added to a request with those headers. */
    static @Nullable Violation checkCustomHeaders(String field, HeaderFields custom, HeaderFields headers) {
        for (HeaderField header : custom) {
            String name = header.name();
            String lower = name.toLowerCase(Locale.ROOT);
            if (NOT_CUSTOM.contains(lower)
                    || lower.startsWith("proxy-")
                    || lower.startsWith("x-amz-")
                    || lower.startsWith("x-edge-")) {
                return new Violation(
                        field + ".customHeaders." + name,
                        header.value(),
                        "no such header: origins get it by other rules");
            }
            if (headers.contains(name)) {
                return new Violation(
                        field + ".customHeaders." + name,
                        header.value(),
                        "no such header: the request has one of that name");
            }
        }
        return HeaderRules.checkAdded(field + ".customHeaders", custom);
    }

    private static boolean isOff(Duration timeout) {
        return timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0;
    }
}
