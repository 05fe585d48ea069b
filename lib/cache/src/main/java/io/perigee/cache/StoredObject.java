package io.perigee.cache;

import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.StoredResponse;
import io.perigee.httpcaching.VaryKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stored response: head, body, and the stamp up to which it is known to be good.
 *
 * <p>Whoever uses the body holds a reference. The place in the cache is one holder; readers take one each, so a response that is
 * evicted while it is written stays in memory until the last write is done.
 */
final class StoredObject implements Answer.Validity {
    private final CacheKey key;
    private final StoredResponse response;
    private final List<String> tags;
    private final Stamp stamp;
    private final Liveness liveness;
    private final @Nullable Chunks body;
    private final @Nullable Slices slices;
    private final int headWeight;

    // Until when the upstream is not asked again after it failed and this was served instead.
    private volatile long spareUpstreamUntilMillis = Long.MIN_VALUE;
    // The head that was served last: all hits within a second share it.
    private volatile AgedHead lastHead;

    private record AgedHead(long ageSeconds, ResponseHead head) {}

    /** Takes over one reference to {@code body}; null stands for no bytes. */
    StoredObject(CacheKey key, StoredResponse response, Stamp stamp, Liveness liveness, @Nullable Chunks body) {
        this(key, response, CacheTags.of(response.head().headers()), stamp, liveness, body, null);
    }

    /** A response whose body is kept in slices, which are stored each by itself. */
    static StoredObject sliced(StoredResponse response, Stamp stamp, Liveness liveness, Slices slices) {
        List<String> tags = CacheTags.of(response.head().headers());
        return new StoredObject(slices.object(), response, tags, stamp, liveness, null, slices);
    }

    /** One slice of a response's body; takes over one reference. */
    static StoredObject slice(
            CacheKey key, StoredResponse of, List<String> tags, Stamp stamp, Liveness liveness, Chunks body) {
        return new StoredObject(key, of, tags, stamp, liveness, body, null);
    }

    private StoredObject(
            CacheKey key,
            StoredResponse response,
            List<String> tags,
            Stamp stamp,
            Liveness liveness,
            @Nullable Chunks body,
            @Nullable Slices slices) {
        this.key = key;
        this.response = response;
        this.tags = tags;
        this.stamp = stamp;
        this.liveness = liveness;
        this.body = body;
        this.slices = slices;
        this.headWeight = weigh(response.head().headers(), tags);
        this.lastHead = agedHead(0);
    }

    /**
     * The same body under a head that a 304 has brought up to date. The caller holds a reference to this one.
     *
     * @param validatedAtSequence no mark up to there makes it stale
     */
    StoredObject freshened(StoredResponse newer, long validatedAtSequence) {
        if (body != null) {
            body.retain();
        }
        return new StoredObject(
                key,
                newer,
                CacheTags.of(newer.head().headers()),
                stamp.validatedAt(validatedAtSequence),
                liveness,
                body,
                slices);
    }

    CacheKey key() {
        return key;
    }

    StoredResponse response() {
        return response;
    }

    /** The response as soft invalidations leave it. */
    StoredResponse asMarked() {
        return liveness.asMarked(response, key, tags, stamp);
    }

    List<String> tags() {
        return tags;
    }

    boolean isSliced() {
        return slices != null;
    }

    /** How its body lies in the cache, for one that is sliced. */
    Slices slices() {
        if (slices == null) {
            throw new IllegalStateException(key + " is not kept in slices");
        }
        return slices;
    }

    /** The bytes, to whoever holds a reference; null when there are none here. */
    @Nullable
    Chunks body() {
        return body;
    }

    /** Whether an invalidation has made it go. What is not dead is known to be good at what the node has applied by now. */
    boolean isDead() {
        return liveness.judge(key, tags, stamp) == Liveness.Standing.DEAD;
    }

    boolean answers(CacheCall call) {
        VaryKey vary = response.varyKey();
        return response.answers(call.method())
                && (vary.equals(VaryKey.NONE) || vary.matches(call.request().headers()));
    }

    /** The head as it is sent at this time. */
    ResponseHead headAt(long nowMillis) {
        long age = response.ageSeconds(nowMillis);
        AgedHead last = lastHead;
        if (last.ageSeconds != age) {
            last = agedHead(age);
            lastHead = last;
        }
        return last.head;
    }

    /** The body for one reader, who takes over a reference that the caller holds. Not of one that is sliced. */
    AnswerBody open() {
        return body == null ? EmptyBody.INSTANCE : new StoredBody(body);
    }

    /** Takes a reference, unless the memory has just been given back. */
    boolean tryRetain() {
        return body == null || body.tryRetain();
    }

    void release() {
        if (body != null) {
            body.release();
        }
    }

    /** What it takes in memory, in bytes. */
    long weight() {
        return headWeight + (body == null ? 0 : body.capacity());
    }

    boolean isUpstreamSpared(long nowMillis) {
        return nowMillis < spareUpstreamUntilMillis;
    }

    void spareUpstreamUntil(long millis) {
        spareUpstreamUntilMillis = millis;
    }

    @Override
    public long sequence() {
        return stamp.sequence();
    }

    @Override
    public long validatedAtSequence() {
        return stamp.validated();
    }

    /** Whether it may be served as fresh, as far as invalidations go. */
    @Override
    public boolean holds() {
        return liveness.logKept() && liveness.judge(key, tags, stamp) == Liveness.Standing.GOOD;
    }

    /** Whether it may be served stale, as far as invalidations go. */
    boolean holdsStale() {
        return liveness.logKept() && !isDead();
    }

    private AgedHead agedHead(long age) {
        ResponseHead head = response.head();
        return new AgedHead(age, head.withHeaders(head.headers().with(HeaderNames.AGE, Long.toString(age))));
    }

    private static int weigh(Headers headers, List<String> tags) {
        int weight = 400;
        for (int i = 0; i < headers.size(); i++) {
            // Counted twice: the last head that was served shares the strings, not the arrays.
            weight += 64 + headers.nameAt(i).length() + headers.valueAt(i).length();
        }
        for (String tag : tags) {
            weight += 48 + tag.length();
        }
        return weight;
    }
}
