package io.perigee.distribution.describe;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms that a text field can be required to have. */
public enum Format {
    /** Any text without control characters. */
    TEXT("text without control characters", text -> text.chars().noneMatch(Character::isISOControl)),

    /** The identifier of a resource, which also appears in URLs and headers. */
    ID(
            "1 to 128 letters, digits, '-', '_' or '.', starting with a letter or digit",
            "[A-Za-z0-9][A-Za-z0-9._-]{0,127}"),

    /** A host name as an alias: wildcard at the front allowed, also IP literals and {@code localhost} for local use. */
    ALIAS("a lower-case host name, a wildcard such as *.example.com, or an IP address", HostNames::isAlias),

    /** The host of an origin. */
    HOST("a lower-case host name or an IP address, without scheme and port", HostNames::isHost),

    /** A field name of RFC 9110, section 5.1. */
    HEADER_NAME("an HTTP field name", HeaderFields::isName),

    /** A header that an operator may add to origin requests. */
    ORIGIN_HEADER_NAME(
            "an HTTP field name that the network does not set itself (such as Host, Connection, Via, X-Amz-Cf-*,"
                    + " Perigee-*)",
            name -> HeaderFields.isName(name) && !HeaderFields.isReservedToOrigin(name)),

    /** A header that an operator may add to or remove from responses. */
    RESPONSE_HEADER_NAME(
            "an HTTP field name that the network does not set itself (such as Connection, Content-Length, Via,"
                    + " X-Cache)",
            name -> HeaderFields.isName(name) && !HeaderFields.isReservedToViewer(name)),

    /** A field value of RFC 9110, section 5.5: visible characters, spaces and tabs between them. */
    HEADER_VALUE("an HTTP field value: visible ASCII characters, spaces and tabs inside", HeaderFields::isValue),

    /** A cookie's or query string parameter's name. */
    PARAMETER_NAME(
            "a name without spaces, '=', '&', ';', ',' and control characters",
            text -> !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7f && "=&;,\"\\".indexOf(c) < 0)),

    /** A path that starts with a slash. */
    PATH("a URL path that starts with '/', without query", UrlPaths::isPath),

    /** A path prefix for an origin: starts with a slash, does not end with one; or empty. */
    ORIGIN_PATH(
            "empty, or a URL path that starts with '/' and does not end with '/'",
            path -> path.isEmpty() || (UrlPaths.isPath(path) && !path.endsWith("/"))),

    /** An object's name below the root, without leading slash; or empty. */
    ROOT_OBJECT(
            "empty, or an object's path without leading '/', such as index.html",
            path -> path.isEmpty() || (!path.startsWith("/") && UrlPaths.isPath("/" + path))),

    /** A path pattern with {@code *} (any characters) and {@code ?} (exactly one). */
    PATH_PATTERN(
            "a path pattern such as /img/*.jpg; letters, digits, _-.*?$/~\"'@:+&= and %XX escapes",
            UrlPaths::isPattern),

    /** What a request asks for: a path and perhaps a query. */
    TARGET("a path that starts with '/', is percent-encoded, perhaps with a query string", UrlPaths::isTarget),

    /** A field of a request that fills caches. */
    PREWARM_HEADER_NAME(
            "an HTTP field name that says nothing of the connection, the body, conditions or ranges (such as"
                    + " Accept-Encoding)",
            HeaderFields::isForPrewarming),

    /** A path to invalidate. */
    INVALIDATION_PATH(
            "a path that starts with '/', is percent-encoded, and has '*' only as its last character",
            UrlPaths::isInvalidationPath),

    /** A member of a {@code Cache-Tag} field. */
    CACHE_TAG("a cache tag: visible ASCII characters without comma, and not just '*'", "(?!\\*$)[!-+\\--~]+"),

    /** An ISO 3166-1 alpha-2 code. */
    COUNTRY("an ISO 3166-1 alpha-2 country code in capitals, such as DE", Set.of(Locale.getISOCountries())::contains),

    /** A bucket of an object store, by S3's rules. */
    BUCKET(
            "3 to 63 lower-case letters, digits, '.' and '-', with a letter or digit at both ends",
            "(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),

    /** What names of objects begin with. */
    OBJECT_PREFIX(
            "empty, or parts of letters, digits, '.', '_', '=' and '-' with a '/' between them, none of them . or ..",
            "(?!(.*/)?\\.{1,2}/)([A-Za-z0-9._=-]+/)*[A-Za-z0-9._=-]*"),

    /** An origin of RFC 6454, a wildcard of one, or {@code *}. */
    CORS_ORIGIN(
            "*, or an origin such as https://example.com or https://*.example.com",
            "\\*|(https?://)?(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?"),

    /** A field name, or {@code *} for all. */
    HEADER_NAME_OR_ALL("an HTTP field name, or *", HeaderFields::isName),

    /** An absolute or relative URL without spaces. */
    URL("a URL without spaces", "[!-~]+"),

    /** A SHA-256 in hexadecimal. */
    SHA256("64 lower-case hexadecimal digits", "[0-9a-f]{64}"),

    /** A Java class's binary name. */
    CLASS_NAME(
            "a Java class name such as com.example.Redirect", "([A-Za-z_$][A-Za-z0-9_$]*\\.)*[A-Za-z_$][A-Za-z0-9_$]*"),

    /** What of a function's package is called. */
    HANDLER("a handler without spaces, such as index.handler or com.example.Redirect", "[!-~]+"),

    /** A key value store's name. */
    KEY_VALUE_STORE("1 to 64 letters, digits, '-' and '_'", "[A-Za-z0-9_-]{1,64}"),

    /** A key's value in a store. */
    STORED_VALUE("text without NUL", text -> text.indexOf(0) < 0),

    /** The name of a function's alias. */
    FUNCTION_ALIAS(
            "1 to 63 letters, digits, '-' and '_', not only digits, and not latest",
            "(?!latest$)(?![0-9]+$)[A-Za-z0-9_-]{1,63}"),

    /** {@code latest}, a version number, or an alias. */
    FUNCTION_VERSION("latest, a version number from 1, or an alias", "[1-9][0-9]{0,8}|(?![0-9]+$)[A-Za-z0-9_-]{1,63}"),

    /** A function, and perhaps which of its versions. */
    FUNCTION_REFERENCE(
            "a function's name, perhaps with a colon and latest, a version or an alias, such as check or check:live",
            "[A-Za-z0-9][A-Za-z0-9_-]{0,63}(:([1-9][0-9]{0,8}|(?![0-9]+$)[A-Za-z0-9_-]{1,63}))?"),

    /** How a deployment moves calls. */
    DEPLOYMENT_CONFIG(
            "AllAtOnce, or a form such as Canary10Percent5Minutes or Linear10PercentEvery1Minute, of 1 to 99 percent and of 1"
                    + " to 9999 seconds, minutes or hours",
            "(CodeDeployDefault\\.Lambda)?(AllAtOnce|(Canary[1-9][0-9]?Percent|Linear[1-9][0-9]?PercentEvery)"
                    + "[1-9][0-9]{0,3}(Second|Minute|Hour)s?)"),

    /** A share of 100. */
    PERCENTAGE("a percentage such as 1% or 0.5%", "100%|[0-9]{1,2}(\\.[0-9]{1,4})?%");

    private final String expected;
    private final @Nullable String pattern;

    @SuppressWarnings("ImmutableEnumChecker") // the predicates have no state
    private final Predicate<String> test;

    Format(String expected, Predicate<String> test) {
        this.expected = expected;
        this.pattern = null;
        this.test = test;
    }

    Format(String expected, String pattern) {
        this.expected = expected;
        this.pattern = pattern;
        this.test = Pattern.compile(pattern).asMatchPredicate();
    }

    /** The form in words, as a violation gives it. */
    public String expected() {
        return expected;
    }

    /** The form as a regular expression that the whole text matches, where it has one. */
    public @Nullable String pattern() {
        return pattern;
    }

    /** Whether {@code text} has this form. */
    public boolean accepts(String text) {
        return test.test(text);
    }
}
