package io.perigee.httpcaching;

/** Requests and responses as the tests write them down. */
final class Messages {
    /** Sun, 06 Nov 1994 08:49:37 GMT. */
    static final long NOW = 784_111_777_000L;

    private Messages() {}

    static RequestHead get(String... headers) {
        return new RequestHead("GET", "/a", Headers.of(headers));
    }

    static RequestHead request(String method, String... headers) {
        return new RequestHead(method, "/a", Headers.of(headers));
    }

    static ResponseHead ok(String... headers) {
        return new ResponseHead(200, Headers.of(headers));
    }

    static ResponseHead response(int status, String... headers) {
        return new ResponseHead(status, Headers.of(headers));
    }

    /** What is stored of a 200 to GET that arrived at {@link #NOW}, at once. */
    static StoredResponse stored(String... headers) {
        return stored(get(), ok(headers), TtlBounds.ORIGIN_ONLY);
    }

    static StoredResponse stored(RequestHead request, ResponseHead response, TtlBounds bounds) {
        Storability storability = Storability.decide(request, response, bounds, NOW);
        if (storability instanceof Storability.Storable storable) {
            return StoredResponse.of(request, response, storable, NOW, NOW);
        }
        throw new AssertionError("not stored: " + storability);
    }

    static String date(long secondsFromNow) {
        return HttpDate.format(NOW + secondsFromNow * 1000);
    }
}
