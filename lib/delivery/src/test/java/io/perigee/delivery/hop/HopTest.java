package io.perigee.delivery.hop;

import static io.perigee.delivery.Fixtures.compiled;
import static io.perigee.delivery.Fixtures.get;
import static io.perigee.delivery.Fixtures.request;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.DeliveryRequest;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.OriginChoiceReader;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HopTest {

    private static final CompiledDistribution DISTRIBUTION = compiled("""
            id: d
            origins: [{id: a, domainName: a.example.com}]
            defaultCacheBehavior: {targetOriginId: a}
            cacheBehaviors: [{pathPattern: "/img/*.jpg", targetOriginId: a}]
            """);
    private static final DeliveryRequest REQUEST =
            request(DISTRIBUTION, get("/img/x.jpg?a=b", "Host", "www.example.org", "Range", "bytes=0-9"));
    private static final RequestHead SENT = Hop.outgoing(REQUEST, REQUEST.head(), 17, false);

    static Stream<String> internalHeaders() {
        List<String> names = new ArrayList<>();
        SENT.headers().forEach((name, value) -> {
            if (InternalHeaders.isInternal(name)) {
                names.add(name);
            }
        });
        return names.stream();
    }

    @Test
    void aRegionalCacheReadsWhatTheEdgeWrote() {
        Hop.Arrival arrival = requireNonNull(Hop.incoming(SENT));

        assertThat(arrival.distribution()).isEqualTo("d");
        assertThat(arrival.behavior()).isEqualTo("/img/*.jpg");
        assertThat(arrival.minimumSequence()).isEqualTo(17);
        assertThat(arrival.fresh()).isFalse();
        assertThat(arrival.viewer()).isEqualTo(REQUEST.viewer());
        assertThat(arrival.head().target()).isEqualTo("/img/x.jpg?a=b");
        assertThat(arrival.head().headers().entries())
                .containsExactlyInAnyOrderElementsOf(REQUEST.head().headers().entries());
    }

    static Stream<String> choices() {
        return Stream.of("""
                {"method": "updateRequestOrigin", "properties": {
                  "domainName": "www.example.com", "hostHeader": "host.example.com", "sni": "sni.example.com", "originPath": "/v2",
                  "customHeaders": {"x-stage": "\\"quoted\\""}, "connectionAttempts": 2,
                  "timeouts": {"readTimeout": 31, "connectionTimeout": 5, "keepAliveTimeout": 7},
                  "customOriginConfig": {"port": 8443, "protocol": "https", "sslProtocols": ["TLSv1.1", "TLSv1.2"]},
                  "originAccessControlConfig": {"enabled": true, "signingBehavior": "always", "signingProtocol": "sigv4", "originType": "s3"}}}
                """, """
                {"method": "updateRequestOrigin", "properties": {"customHeaders": {}, "originAccessControlConfig": {"enabled": false}}}
                """, """
                {"method": "selectRequestOriginById", "originId": "b", "originOverrides": {"hostHeader": "host.example.com"}}
                """, """
                {"method": "createRequestOriginGroup", "properties": {
                  "originIds": [{"originId": "a", "originOverrides": {"sni": "sni.example.com"}}, {"originId": "b"}],
                  "failoverCriteria": {"statusCodes": [400, 500]}}}
                """);
    }

    @ParameterizedTest
    @MethodSource("choices")
    void theOriginThatAFunctionHasChosenGoesAlong(String document) {
        OriginChoice origin = OriginChoiceReader.read(new JsonObject(document));
        RequestHead sent = Hop.outgoing(REQUEST.from(origin), REQUEST.head(), 17, false);

        assertThat(requireNonNull(Hop.incoming(sent)).chosen()).isEqualTo(origin);
        assertThat(requireNonNull(Hop.incoming(SENT)).chosen()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"authMethod\": \"MINE\"}", "{\"domainName\": 1}"})
    void anUnreadableOriginIsRefused(String value) {
        RequestHead sent = new RequestHead("GET", "/", SENT.headers().with("Perigee-Origin", value));

        assertThat(Hop.incoming(sent)).isNull();
    }

    @Test
    void anEdgeThatHasAStaleResponseSaysSo() {
        RequestHead sent = Hop.outgoing(REQUEST, REQUEST.head(), 17, true);

        assertThat(requireNonNull(Hop.incoming(sent)).fresh()).isTrue();
        assertThat(NodeAuthenticator.SIGNED_FIELDS).contains(InternalHeaders.FRESH);
    }

    @Test
    void withoutAHostForTheOriginTheRegionalCachesOwnIsNotForwarded() {
        DeliveryRequest request = request(DISTRIBUTION, get("/"));
        RequestHead sent = Hop.outgoing(request, request.head(), 0, false);
        RequestHead arrived = sent.withHeaders(sent.headers().with("Host", "regional-1:7700"));

        assertThat(requireNonNull(Hop.incoming(arrived)).head().headers()).isEqualTo(Headers.of());
    }

    @ParameterizedTest
    @MethodSource("internalHeaders")
    void aRequestWithoutOneOfTheInternalHeadersIsNotAnEdges(String name) {
        assertThat(Hop.incoming(SENT.withHeaders(SENT.headers().without(name)))).isNull();
    }

    @ParameterizedTest
    @MethodSource("internalHeaders")
    void everyInternalHeaderIsSigned(String name) {
        assertThat(NodeAuthenticator.SIGNED_FIELDS).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.0", "0x1", " 1", "1e3", "9999999999999999999", "\u0661"})
    void aSequenceThatIsNoneIsRefused(String sequence) {
        assertThat(Hop.sequence(sequence)).isEqualTo(-1);
        assertThat(Hop.incoming(SENT.withHeaders(SENT.headers().with(InternalHeaders.APPLIED, sequence))))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 17, 999_999_999_999_999_999L})
    void aSequenceReadsBack(long sequence) {
        assertThat(Hop.sequence(Long.toString(sequence))).isEqualTo(sequence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DE",
                "DE;;;;;",
                "DE;;;;;;;",
                ";;;;north;;",
                "%zz;;;;;;",
                ";;;;NaN;;",
                ";;;;91;0;",
                ";;;;0;181;"
            })
    void aLocationThatIsNoneIsRefused(String location) {
        assertThat(Hop.incoming(SENT.withHeaders(SENT.headers().with(InternalHeaders.LOCATION, location))))
                .isNull();
    }

    @Test
    void whatElseLooksInternalDoesNotComeThrough() {
        RequestHead sent = SENT.withHeaders(SENT.headers().withAdded("perigee-result", "Hit"));

        Headers arrived = requireNonNull(Hop.incoming(sent)).head().headers();

        assertThat(arrived.entries()).noneMatch(line -> InternalHeaders.isInternal(line.getKey()));
        assertThat(InternalHeaders.removed(arrived)).isSameAs(arrived);
    }
}
