package io.perigee.httpcaching;

import io.perigee.httpcaching.Storability.NotStorable;
import io.perigee.httpcaching.Storability.Storable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asking the origin whether stored responses are still good, and what its answer makes of them (RFC 9111 section 4.3). */
public final class Revalidation {
    /** Fields of a stored response that describe its stored body or its storing, which a 304 or a HEAD response cannot change. */
    private static final Set<String> KEPT =
            Set.of("content-length", "content-encoding", "content-range", "content-md5", "content-digest", "age");

    private static final String[] OF_THE_BODY = {
        HeaderNames.CONTENT_LENGTH,
        HeaderNames.CONTENT_ENCODING,
        HeaderNames.CONTENT_RANGE,
        HeaderNames.TRANSFER_ENCODING
    };

    private Revalidation() {}

    /** What an answer makes of a stored response. */
    public sealed interface Outcome {}

    /** It is good: it goes on being stored in this new form. */
    public record Freshened(StoredResponse response) implements Outcome {}

    /** It is good for this request, with this head, but must not be stored any longer. */
    public record UsableOnce(ResponseHead head, Storability.Reason reason) implements Outcome {}

    /** The answer is about another representation: the stored one must not be used; ask again without conditions. */
    public record Superseded() implements Outcome {}

    /** Whether there is something to ask by: {@code ETag} or {@code Last-Modified}. */
    public static boolean hasValidator(ResponseHead stored) {
        return EntityTag.of(stored.headers()) != null || stored.headers().contains(HeaderNames.LAST_MODIFIED);
    }

    /** The request that validates {@code stored}: the given one without its own conditions and range, with the stored validators. */
    public static RequestHead conditional(RequestHead request, StoredResponse stored) {
        return conditional(request, List.of(stored));
    }

    /**
     * The request that asks which of several stored variants is good: their entity tags together, and the latest of their modification dates
     * where only one is asked about.
     */
    public static RequestHead conditional(RequestHead request, List<StoredResponse> stored) {
        Headers.Builder headers = withoutConditions(request.headers()).toBuilder();
        StringBuilder tags = new StringBuilder();
        for (StoredResponse each : stored) {
            EntityTag tag = EntityTag.of(each.head().headers());
            if (tag != null && tags.indexOf(tag.opaque()) < 0) {
                tags.append(tags.isEmpty() ? "" : ", ").append(tag);
            }
        }
        if (!tags.isEmpty()) {
            headers.set(HeaderNames.IF_NONE_MATCH, tags.toString());
        }
        String modified = stored.size() == 1 ? stored.get(0).head().headers().first(HeaderNames.LAST_MODIFIED) : null;
        if (modified != null) {
            headers.set(HeaderNames.IF_MODIFIED_SINCE, modified);
        }
        return request.withHeaders(headers.build());
    }

    /** Without the fields that make a request conditional or partial. */
    public static Headers withoutConditions(Headers request) {
        return request.without(
                HeaderNames.IF_MATCH,
                HeaderNames.IF_NONE_MATCH,
                HeaderNames.IF_MODIFIED_SINCE,
                HeaderNames.IF_UNMODIFIED_SINCE,
                HeaderNames.IF_RANGE,
                HeaderNames.RANGE);
    }

    /** Which of the stored responses that were asked about a 304 is for (RFC 9111 section 4.3.4); null when for none. */
    public static @Nullable StoredResponse select(ResponseHead notModified, List<StoredResponse> stored) {
        EntityTag tag = EntityTag.of(notModified.headers());
        StoredResponse latest = null;
        for (StoredResponse each : stored) {
            if (concerns(tag, notModified.headers(), each, stored.size() == 1)
                    && (latest == null || each.responseTimeMillis() > latest.responseTimeMillis())) {
                latest = each;
            }
        }
        return latest;
    }

    /**
     * What a 304 makes of the stored response that was asked about.
     *
     * @param request as it was sent, or as it was before the conditions were added
     * @param bounds those in force now
     */
    public static Outcome freshen(
            StoredResponse stored,
            RequestHead request,
            ResponseHead notModified,
            TtlBounds bounds,
            long requestTimeMillis,
            long responseTimeMillis) {
        if (select(notModified, List.of(stored)) == null) {
            return new Superseded();
        }
        return update(stored, request, notModified.headers(), bounds, requestTimeMillis, responseTimeMillis);
    }

    /**
     * What a 200 response to HEAD makes of a stored response to GET (RFC 9111 section 4.3.5): an update when validators and length do not
     * differ; else it is superseded.
     */
    public static Outcome freshenByHead(
            StoredResponse stored,
            RequestHead request,
            ResponseHead head,
            TtlBounds bounds,
            long requestTimeMillis,
            long responseTimeMillis) {
        Headers kept = stored.head().headers();
        if (head.status() != stored.head().status()
                || differs(HeaderNames.ETAG, head.headers(), kept)
                || differs(HeaderNames.LAST_MODIFIED, head.headers(), kept)
                || differs(HeaderNames.CONTENT_LENGTH, head.headers(), kept)) {
            return new Superseded();
        }
        return update(stored, request, head.headers(), bounds, requestTimeMillis, responseTimeMillis);
    }

    /**
     * The 304 that confirms a response to another cache. It says all that is stored now, so that the other one's fields are brought up to date;
     * for anybody else it would say too much (RFC 9110 section 15.4.5).
     */
    public static ResponseHead confirmation(ResponseHead stored) {
        return new ResponseHead(304, stored.headers().without(OF_THE_BODY));
    }

    /** The stored fields with those of a newer head in their place (RFC 9111 section 3.2). */
    static Headers merge(Headers stored, Headers newer) {
        Headers update = HopByHop.strip(newer);
        Headers.Builder merged = stored.toBuilder();
        for (int i = 0; i < update.size(); i++) {
            if (!KEPT.contains(Ascii.lowerCase(update.nameAt(i)))) {
                merged.remove(update.nameAt(i));
            }
        }
        update.forEach((name, value) -> {
            if (!KEPT.contains(Ascii.lowerCase(name))) {
                merged.add(name, value);
            }
        });
        return merged.build();
    }

    private static Outcome update(
            StoredResponse stored,
            RequestHead request,
            Headers newer,
            TtlBounds bounds,
            long requestTimeMillis,
            long responseTimeMillis) {
        Headers merged = merge(stored.head().headers(), newer);
        if (!newer.contains(HeaderNames.DATE)) {
            merged = merged.with(HeaderNames.DATE, HttpDate.format(responseTimeMillis));
        }
        String age = newer.first(HeaderNames.AGE);
        ResponseHead whole = stored.head().withHeaders(age == null ? merged : merged.with(HeaderNames.AGE, age));
        RequestHead original = new RequestHead(stored.method(), request.target(), request.headers());
        return switch (Storability.decide(original, whole, bounds, responseTimeMillis)) {
            case Storable storable ->
                new Freshened(StoredResponse.of(original, whole, storable, requestTimeMillis, responseTimeMillis));
            case NotStorable not -> new UsableOnce(stored.head().withHeaders(merged), not.reason());
        };
    }

    private static boolean concerns(
            @Nullable EntityTag tag, Headers notModified, StoredResponse stored, boolean onlyOne) {
        EntityTag storedTag = EntityTag.of(stored.head().headers());
        if (tag != null) {
            // An origin that turns a strong tag weak, as compressing proxies do, still means the same one.
            return storedTag == null ? onlyOne : tag.matchesWeakly(storedTag);
        }
        String modified = notModified.first(HeaderNames.LAST_MODIFIED);
        return modified == null
                ? onlyOne
                : !differs(HeaderNames.LAST_MODIFIED, notModified, stored.head().headers());
    }

    private static boolean differs(String name, Headers newer, Headers stored) {
        String now = newer.first(name);
        String then = stored.first(name);
        return now != null && then != null && !now.equals(then);
    }
}
