package io.perigee.node.listen;

import io.perigee.httpcaching.HttpDate;

/**
 * Why a request is refused before any node code sees it.
 *
 * @param status 4xx or 5xx
 * @param problem for the viewer, without internals; ASCII
 */
record Refusal(int status, String problem) {

    static Refusal bad(String problem) {
        return new Refusal(400, problem);
    }

    /** The {@code Date} of a refusal that is sent now (RFC 9110 section 6.6.1). */
    static String date() {
        return HttpDate.format(System.currentTimeMillis());
    }

    String reasonPhrase() {
        return switch (status) {
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Bad Request";
        };
    }
}
