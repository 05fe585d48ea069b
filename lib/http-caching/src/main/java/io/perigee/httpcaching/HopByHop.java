package io.perigee.httpcaching;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What concerns one connection only and goes no further (RFC 9110 section 7.6). */
public final class HopByHop {
    private static final List<String> FIELDS = List.of(
            HeaderNames.CONNECTION,
            HeaderNames.KEEP_ALIVE,
            HeaderNames.PROXY_CONNECTION,
            HeaderNames.PROXY_AUTHENTICATE,
            HeaderNames.PROXY_AUTHENTICATION_INFO,
            HeaderNames.PROXY_AUTHORIZATION,
            HeaderNames.TE,
            HeaderNames.TRAILER,
            HeaderNames.TRANSFER_ENCODING,
            HeaderNames.UPGRADE);

    /** Fields that Connection cannot nominate away: without them a message would mean something else downstream. */
    private static final Set<String> END_TO_END = Set.of(
            "host", "content-length", "content-type", "content-encoding", "cache-control", "vary", "authorization");

    private HopByHop() {}

    /** Without hop-by-hop fields and those that {@code Connection} nominates; fields of one's own are to be added afterwards. */
    public static Headers strip(Headers headers) {
        String connection = headers.combined(HeaderNames.CONNECTION);
        if (connection == null && !hasAny(headers)) {
            return headers;
        }
        Set<String> names = new HashSet<>();
        FIELDS.forEach(name -> names.add(Ascii.lowerCase(name)));
        if (connection != null) {
            for (String nominated : FieldLists.split(connection)) {
                String name = Ascii.lowerCase(nominated);
                if (!END_TO_END.contains(name)) {
                    names.add(name);
                }
            }
        }
        Headers.Builder kept = Headers.builder();
        headers.forEach((name, value) -> {
            if (!names.contains(Ascii.lowerCase(name))) {
                kept.add(name, value);
            }
        });
        return kept.build();
    }

    private static boolean hasAny(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            for (String name : FIELDS) {
                if (Headers.sameName(headers.nameAt(i), name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Adds one member to {@code Via} (RFC 9110 section 7.6.3), behind those that are there.
     *
     * @param receivedBy e.g. {@code 1.1 edge-1.perigee (Perigee)}: the protocol version that the message came with, and who received it
     */
    public static void appendVia(Headers.Builder headers, String receivedBy) {
        String via = headers.combined(HeaderNames.VIA);
        headers.set(HeaderNames.VIA, via == null ? receivedBy : via + ", " + receivedBy);
    }
}
