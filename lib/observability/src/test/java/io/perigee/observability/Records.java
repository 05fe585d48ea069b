package io.perigee.observability;

/** Request records for tests. */
final class Records {

    private Records() {}

    static RequestRecord get(String path) {
        return new RequestRecord(
                1_767_225_600_123L,
                Tier.EDGE,
                "E123",
                "FRA50-P1",
                "id==",
                new RequestRecord.Client("203.0.113.7", 5555, "DE", null, "TLSv1.3", "TLS_AES_128_GCM_SHA256"),
                new RequestRecord.Request(
                        "GET",
                        "e123.perigee.net",
                        "www.example.org",
                        "https",
                        "HTTP/2.0",
                        path,
                        "a=b",
                        null,
                        "Mozilla/5.0 (\"x\"; caf\u00e9 \ud83d\ude00)",
                        null,
                        77),
                new RequestRecord.Response(200, 1234, "text/html; charset=utf-8", 1000, -1, -1, 12_345_678, 1_999_999),
                Outcome.OriginShieldHit,
                Reason.NOT_STORED,
                Outcome.Miss);
    }
}
