package io.perigee.observability;

/** Request records for tests. */
final class Records {

    /** 2026-01-01T00:00:00.123Z. */
    static final long ENDED = 1_767_225_600_123L;

    private Records() {}

    static RequestRecord get(String path) {
        return get(path, "Mozilla/5.0 (\"x\"; caf\u00e9 \ud83d\ude00)");
    }

    static RequestRecord get(String path, String userAgent) {
        return new RequestRecord(
                ENDED,
                Tier.EDGE,
                "E123",
                "/a/*",
                "FRA50-P1",
                "id==",
                new RequestRecord.Client("203.0.113.7", 5555, "DE", null, "TLSv1.3", "TLS_AES_128_GCM_SHA256"),
                new RequestRecord.Request(
                        "GET", "www.example.org", "https", "HTTP/2.0", path, "a=b", null, userAgent, null, 77),
                new RequestRecord.Response(200, 1234, "text/html; charset=utf-8", 1000, -1, -1, 12_345_678, 1_999_999),
                Outcome.OriginShieldHit,
                Reason.NOT_STORED,
                Outcome.Miss);
    }

    /** An error of that reason. */
    static RequestRecord error(int status, Reason reason) {
        RequestRecord get = get("/");
        return new RequestRecord(
                get.endedAtMillis(),
                get.tier(),
                get.distribution(),
                get.behavior(),
                get.pop(),
                get.requestId(),
                get.client(),
                get.request(),
                new RequestRecord.Response(status, 0, null, -1, -1, -1, 1, 1),
                Outcome.Error,
                reason,
                Outcome.Error);
    }
}
