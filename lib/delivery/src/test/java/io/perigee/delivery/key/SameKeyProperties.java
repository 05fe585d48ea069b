package io.perigee.delivery.key;

import static io.perigee.delivery.Fixtures.behavior;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the edge sends on is enough for the regional cache to come to the same key, whatever the policies. */
class SameKeyProperties {

    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> HEADERS = List.of("X-A", "X-B", "Host", "User-Agent", "Authorization");

    @Property(tries = 500)
    void bothTiersComeToTheSameKey(
            @ForAll("cachePolicies") String cachePolicy,
            @ForAll("originRequestPolicies") String originRequestPolicy,
            @ForAll("requests") RequestHead viewer) {
        CompiledBehavior behavior = behavior(cachePolicy, originRequestPolicy);
        FieldSource fields = name -> name.toLowerCase(Locale.ROOT).startsWith("cloudfront-")
                ? "made for " + name
                : viewer.headers().combined(name);

        RequestHead forwarded = OriginRequests.of(behavior, viewer, fields);

        assertThat(CacheKeys.of("d", behavior, forwarded.target(), forwarded.headers()::combined))
                .isEqualTo(CacheKeys.of("d", behavior, viewer.target(), fields));
    }

    /** The key tells apart whatever the origin can tell apart by what the cache policy names. */
    @Property(tries = 500)
    void requestsWithTheSameKeyLookTheSameToTheOrigin(
            @ForAll("cachePolicies") String cachePolicy,
            @ForAll("requests") RequestHead one,
            @ForAll("requests") RequestHead other) {
        CompiledBehavior behavior = behavior(cachePolicy, null);
        boolean sameKey = CacheKeys.of("d", behavior, one.target(), one.headers()::combined)
                .equals(CacheKeys.of("d", behavior, other.target(), other.headers()::combined));

        RequestHead oneSent = OriginRequests.of(behavior, one, one.headers()::combined);
        RequestHead otherSent = OriginRequests.of(behavior, other, other.headers()::combined);

        assertThat(combined(oneSent).equals(combined(otherSent))).isEqualTo(sameKey);
    }

    /** Target and headers, with the lines of a name taken together. */
    private static List<String> combined(RequestHead head) {
        Headers headers = head.headers();
        return Stream.concat(
                        Stream.of(head.target()),
                        headers.entries().stream()
                                .map(line -> line.getKey().toLowerCase(Locale.ROOT))
                                .distinct()
                                .sorted()
                                .map(name -> name + ": " + headers.combined(name)))
                .toList();
    }

    @Provide
    Arbitrary<String> cachePolicies() {
        Arbitrary<String> headers = Arbitraries.of(
                "{}",
                "{behavior: allowlist, items: [X-A]}",
                "{behavior: allowlist, items: [X-B, x-a, Host, User-Agent]}",
                "{behavior: allowlist, items: [CloudFront-Viewer-Country, X-A, Authorization]}");
        return Combinators.combine(
                        headers, selections(), selections(), Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as((header, cookies, parameters, gzip, brotli) -> "headers: " + header + ", cookies: " + cookies
                        + ", queryStrings: " + parameters + ", enableAcceptEncodingGzip: " + gzip
                        + ", enableAcceptEncodingBrotli: " + brotli);
    }

    @Provide
    Arbitrary<String> originRequestPolicies() {
        Arbitrary<String> headers = Arbitraries.of(
                "{}",
                "{behavior: allViewer}",
                "{behavior: allowlist, items: [X-B, Accept-Encoding, User-Agent]}",
                "{behavior: allExcept, items: [Host, X-A, User-Agent]}",
                "{behavior: allViewerAndAllowlistCloudFront, items: [CloudFront-Viewer-City]}");
        return Combinators.combine(headers, selections(), selections())
                .as((header, cookies, parameters) ->
                        "headers: " + header + ", cookies: " + cookies + ", queryStrings: " + parameters);
    }

    private static Arbitrary<String> selections() {
        return Arbitraries.of(
                "{}",
                "{behavior: all}",
                "{behavior: allowlist, items: [a]}",
                "{behavior: allowlist, items: [c, a]}",
                "{behavior: allExcept, items: [b]}");
    }

    @Provide
    Arbitrary<RequestHead> requests() {
        Arbitrary<String> pair = Combinators.combine(
                        Arbitraries.of(NAMES), Arbitraries.of("", "=", "=1", "=1:2", "=a=b"))
                .as(String::concat);
        Arbitrary<String> query =
                pair.list().ofMaxSize(3).map(pairs -> pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
        Arbitrary<List<String>> cookies = pair.list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(pairs -> String.join("; ", pairs))
                .list()
                .ofMaxSize(2);
        Arbitrary<List<List<String>>> lines = Combinators.combine(
                        Arbitraries.of(HEADERS), Arbitraries.of("", "1", "2", "1\t2", "X-B=1:2"))
                .as(List::of)
                .list()
                .ofMaxSize(4);
        Arbitrary<List<String>> others = Arbitraries.of(
                List.of(),
                List.of("Accept-Encoding", "gzip"),
                List.of("Accept-Encoding", "br, gzip;q=0.5"),
                List.of("Connection", "X-A, x-b"),
                List.of("Connection", "cookie, Accept-Encoding", "Accept-Encoding", "br"));
        return Combinators.combine(query, cookies, lines, others).as((queryString, cookie, headerLines, other) -> {
            Headers.Builder headers = Headers.builder();
            cookie.forEach(value -> headers.add("Cookie", value));
            headerLines.forEach(line -> headers.add(line.get(0), line.get(1)));
            headers.addAll(Headers.of(other.toArray(String[]::new)));
            return new RequestHead("GET", "/a" + queryString, headers.build());
        });
    }
}
