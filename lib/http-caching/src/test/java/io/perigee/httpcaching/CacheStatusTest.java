package io.perigee.httpcaching;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.CacheStatus.Forward;
import org.junit.jupiter.api.Test;

class CacheStatusTest {
    @Test
    void tellsAHit() {
        assertThat(CacheStatus.hit("edge-tokyo-1", 545)).hasToString("edge-tokyo-1; hit; ttl=545");
        assertThat(CacheStatus.hit("edge-tokyo-1", -3)).hasToString("edge-tokyo-1; hit; ttl=-3");
    }

    @Test
    void tellsAllOfAForwarding() {
        CacheStatus status = CacheStatus.forwarded("regional", Forward.URI_MISS)
                .withForwardStatus(200)
                .withTtlSeconds(60)
                .withStored(true)
                .withCollapsed(true)
                .withKey("/a?\"b\"\\")
                .withDetail("MEMORY");
        assertThat(status)
                .hasToString("regional; fwd=uri-miss; fwd-status=200; ttl=60; stored; collapsed;"
                        + " key=\"/a?\\\"b\\\"\\\\\"; detail=MEMORY");
    }

    @Test
    void namesThatAreNoTokensAreStrings() {
        assertThat(CacheStatus.forwarded("my cache é", Forward.BYPASS).withDetail("1x"))
                .hasToString("\"my cache ?\"; fwd=bypass; detail=\"1x\"");
    }

    @Test
    void theMemberNearestToTheViewerComesLast() {
        CacheStatus edge = CacheStatus.forwarded("edge", Forward.MISS);
        assertThat(edge.appendTo("regional; hit")).isEqualTo("regional; hit, edge; fwd=miss");
        assertThat(edge.appendTo(null)).isEqualTo("edge; fwd=miss");
        assertThat(edge.appendTo(" ")).isEqualTo("edge; fwd=miss");
    }
}
