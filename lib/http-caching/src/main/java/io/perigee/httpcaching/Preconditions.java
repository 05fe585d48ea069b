package io.perigee.httpcaching;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request's conditions say about the current representation (RFC 9110 section 13). */
public sealed interface Preconditions {
    /** Answer as if the request had no conditions. */
    record Proceed() implements Preconditions {
        static final Proceed INSTANCE = new Proceed();
    }

    /**
     * Answer with this 304.
     *
     * @param head see {@link Preconditions#notModified}
     */
    record NotModified(ResponseHead head) implements Preconditions {}

    /** Answer 412. */
    record PreconditionFailed() implements Preconditions {}

    /**
     * Evaluates all conditions in the order of RFC 9110 section 13.2.2, as an origin server does.
     *
     * @param selected what the request would get without conditions; null when there is no current representation
     */
    static Preconditions evaluate(RequestHead request, @Nullable ResponseHead selected) {
        if (selected != null && !isSuccessful(selected)) {
            return Proceed.INSTANCE;
        }
        Headers conditions = request.headers();
        Headers current = selected == null ? Headers.of() : selected.headers();
        String ifMatch = conditions.combined(HeaderNames.IF_MATCH);
        if (ifMatch != null) {
            if (selected == null || !anyMatches(ifMatch, current, true)) {
                return new PreconditionFailed();
            }
        } else if (modifiedSince(conditions, HeaderNames.IF_UNMODIFIED_SINCE, lastModified(current))) {
            return new PreconditionFailed();
        }
        return selected == null
                ? Proceed.INSTANCE
                : evaluateNoneMatch(request, selected, lastModified(selected.headers()));
    }

    /**
     * Evaluates what concerns a cache: If-None-Match, else If-Modified-Since, against a stored response (RFC 9111 section 4.3.2). If-Match and
     * If-Unmodified-Since are the origin's to evaluate and have no effect here.
     */
    static Preconditions evaluateCached(RequestHead request, ResponseHead stored) {
        // Most requests have no conditions: they are not to pay for reading dates.
        boolean conditional = request.headers().contains(HeaderNames.IF_NONE_MATCH)
                || request.headers().contains(HeaderNames.IF_MODIFIED_SINCE);
        if (!conditional || !isSuccessful(stored)) {
            return Proceed.INSTANCE;
        }
        long modified = lastModified(stored.headers());
        if (modified == HttpDate.INVALID) {
            String date = stored.headers().first(HeaderNames.DATE);
            modified = date == null ? HttpDate.INVALID : HttpDate.parse(date);
        }
        return evaluateNoneMatch(request, stored, modified);
    }

    /** The 304 in place of this response: without what describes the body that is not sent (RFC 9110 section 15.4.5). */
    static ResponseHead notModified(ResponseHead selected) {
        return new ResponseHead(
                304,
                selected.headers()
                        .without(
                                HeaderNames.CONTENT_LENGTH,
                                HeaderNames.CONTENT_TYPE,
                                HeaderNames.CONTENT_ENCODING,
                                HeaderNames.CONTENT_LANGUAGE,
                                HeaderNames.CONTENT_RANGE,
                                HeaderNames.TRANSFER_ENCODING));
    }

    /**
     * Whether a request's Range applies to this response: there is no If-Range, or it names this very representation (RFC 9110 section
     * 13.1.5: entity tags match strongly; a date must be the exact one, and a strong validator itself).
     */
    static boolean ifRangeHolds(Headers request, Headers selected) {
        String condition = request.first(HeaderNames.IF_RANGE);
        if (condition == null) {
            return true;
        }
        String trimmed = Ascii.trim(condition);
        if (trimmed.startsWith("\"") || trimmed.startsWith("W/")) {
            EntityTag wanted = EntityTag.parse(trimmed);
            EntityTag current = EntityTag.of(selected);
            return wanted != null && current != null && wanted.matchesStrongly(current);
        }
        return HttpDate.parse(trimmed) == lastModified(selected) && isModificationDateStrong(selected);
    }

    /**
     * Whether a response's {@code Last-Modified} is a strong validator: there is one, and the response is at least a second younger (RFC 9110
     * section 8.8.2.2).
     */
    static boolean isModificationDateStrong(Headers selected) {
        long modified = lastModified(selected);
        String date = selected.first(HeaderNames.DATE);
        long dated = date == null ? HttpDate.INVALID : HttpDate.parse(date);
        return modified != HttpDate.INVALID && dated != HttpDate.INVALID && dated - modified >= 1000;
    }

    private static Preconditions evaluateNoneMatch(RequestHead request, ResponseHead selected, long modified) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        String ifNoneMatch = request.headers().combined(HeaderNames.IF_NONE_MATCH);
        if (ifNoneMatch != null) {
            if (!anyMatches(ifNoneMatch, selected.headers(), false)) {
                return Proceed.INSTANCE;
            }
            return reads ? new NotModified(notModified(selected)) : new PreconditionFailed();
        }
        boolean conditional = reads && request.headers().contains(HeaderNames.IF_MODIFIED_SINCE);
        if (!conditional || modified == HttpDate.INVALID) {
            return Proceed.INSTANCE;
        }
        long since = date(request.headers(), HeaderNames.IF_MODIFIED_SINCE);
        return since != HttpDate.INVALID && modified <= since
                ? new NotModified(notModified(selected))
                : Proceed.INSTANCE;
    }

    private static boolean anyMatches(String field, Headers current, boolean strongly) {
        if (Ascii.trim(field).equals("*")) {
            return true;
        }
        EntityTag tag = EntityTag.of(current);
        if (tag == null) {
            return false;
        }
        List<EntityTag> wanted = EntityTag.parseList(field);
        return wanted.stream().anyMatch(each -> strongly ? each.matchesStrongly(tag) : each.matchesWeakly(tag));
    }

    private static boolean modifiedSince(Headers conditions, String name, long modified) {
        long since = date(conditions, name);
        return since != HttpDate.INVALID && modified != HttpDate.INVALID && modified > since;
    }

    /** The date of a field that has exactly one line; others are ignored (RFC 9110 section 13.1.3). */
    private static long date(Headers headers, String name) {
        String field = headers.count(name) == 1 ? headers.first(name) : null;
        return field == null ? HttpDate.INVALID : HttpDate.parse(field);
    }

    private static long lastModified(Headers headers) {
        return date(headers, HeaderNames.LAST_MODIFIED);
    }

    private static boolean isSuccessful(ResponseHead response) {
        return response.status() >= 200 && response.status() < 300;
    }
}
