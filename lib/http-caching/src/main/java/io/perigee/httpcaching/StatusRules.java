package io.perigee.httpcaching;

/** What a status code means to a cache. */
final class StatusRules {
    private StatusRules() {}

    /** Cacheable without a lifetime of its own: "heuristically cacheable" (RFC 9110 section 15.1). */
    static boolean isCacheableByDefault(int status) {
        return switch (status) {
            case 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
            default -> false;
        };
    }

    /** Final status codes whose caching requirements are known and met here (RFC 9111 section 3). */
    static boolean isUnderstood(int status) {
        return switch (status) {
            case 200, 201, 202, 203, 204, 205, 300, 301, 302, 303, 307, 308 -> true;
            case 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417 -> true;
            case 421, 422, 426, 428, 429, 431, 451 -> true;
            case 500, 501, 502, 503, 504, 505, 511 -> true;
            default -> false;
        };
    }
}
