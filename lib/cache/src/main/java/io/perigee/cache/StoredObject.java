package io.perigee.cache;

import io.perigee.cache.disk.DiskBody;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Revalidation;
import io.perigee.httpcaching.StoredResponse;
import io.perigee.httpcaching.VaryKey;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stored response: head, body, and the stamp up to which it is known to be good.
 *
 * <p>Whoever uses the body holds a reference. The place in the cache is one holder; readers take one each, so a response that is
 * evicted while it is written stays in memory until the last write is done.
 */
final class StoredObject implements StoredVariants, Answer.Validity {
    private final CacheKey key;
    private final StoredResponse response;
    private final List<String> tags;
    private final Stamp stamp;
    private final Liveness liveness;
    private final @Nullable StoredBytes body;
    private final @Nullable Slices slices;

    // Until when the upstream is not asked again after it failed and this was served instead.
    private volatile long spareUpstreamUntilMillis = Long.MIN_VALUE;
    // Where it lies on disk, if it does.
    private volatile @Nullable DiskBody onDisk;

    /** Takes over one reference to {@code body}; null stands for no bytes. */
    StoredObject(CacheKey key, StoredResponse response, Stamp stamp, Liveness liveness, @Nullable StoredBytes body) {
        this(key, sharing(response), CacheTags.of(response.head().headers()), stamp, liveness, body, null);
    }

    /** A response whose body is kept in slices, which are stored each by itself. */
    static StoredObject sliced(StoredResponse response, Stamp stamp, Liveness liveness, Slices slices) {
        List<String> tags = CacheTags.of(response.head().headers());
        return new StoredObject(slices.object(), sharing(response), tags, stamp, liveness, null, slices);
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
            @Nullable StoredBytes body,
            @Nullable Slices slices) {
        this.key = key;
        this.response = response;
        this.tags = tags;
        this.stamp = stamp;
        this.liveness = liveness;
        this.body = body;
        this.slices = slices;
    }

    /** As it was read from disk, with its own tags and stamp; takes over one reference. */
    static StoredObject stored(
            CacheKey key,
            StoredResponse response,
            List<String> tags,
            Stamp stamp,
            Liveness liveness,
            @Nullable StoredBytes body) {
        return new StoredObject(key, response, tags, stamp, liveness, body, null);
    }

    /**
     * The same body under a head that a 304 has brought up to date. The caller holds a reference to this one.
     *
     * @param validatedAtSequence no mark up to there makes it stale
     */
    StoredObject freshened(StoredResponse newer, long validatedAtSequence) {
        if (body != null) {
            body.tryRetain();
        }
        return new StoredObject(
                key,
                sharing(newer),
                CacheTags.of(newer.head().headers()),
                stamp.validatedAt(validatedAtSequence),
                liveness,
                body,
                slices);
    }

    /** The same with its bytes elsewhere; takes over one reference to them. */
    StoredObject with(StoredBytes bytes) {
        return new StoredObject(key, response, tags, stamp, liveness, bytes, slices);
    }

    /** Responses have most of their fields' names and many values in common. */
    private static StoredResponse sharing(StoredResponse response) {
        ResponseHead head = response.head();
        return response.withHead(head.withHeaders(head.headers().mapped(SharedStrings::of)));
    }

    @Override
    public CacheKey key() {
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

    Stamp stamp() {
        return stamp;
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
    StoredBytes body() {
        return body;
    }

    /** Whether an invalidation has made it go. What is not dead is known to be good at what the node has applied by now. */
    boolean isDead() {
        return liveness.judge(key, tags, stamp) == Liveness.Standing.DEAD;
    }

    /** Whether no invalidation covers it, not even a soft one; as {@link #isDead}. */
    boolean isGood() {
        return liveness.judge(key, tags, stamp) == Liveness.Standing.GOOD;
    }

    @Override
    public @Nullable StoredObject select(ForwardedRequest request) {
        return answers(request) ? this : null;
    }

    @Override
    public List<StoredObject> objects() {
        return List.of(this);
    }

    private boolean answers(ForwardedRequest request) {
        VaryKey vary = response.varyKey();
        return response.answers(request.method())
                && (vary.equals(VaryKey.NONE) || vary.matches(request.head().headers()));
    }

    /**
     * The body for one reader, who takes over a reference that the caller holds; null when it is gone, and the reference with it. Not of
     * one that is sliced.
     *
     * @param context the reader's event loop; null for the one that this is called on
     */
    @Nullable
    AnswerBody open(@Nullable Context context) {
        if (body == null) {
            return EmptyBody.INSTANCE;
        }
        if (body instanceof Chunks chunks) {
            return new StoredBody(chunks, onDisk);
        }
        StoredBytes.Opened bytes = body.toRead();
        return bytes == null ? null : bytes.body(context == null ? currentContext() : context);
    }

    private static Context currentContext() {
        Context current = Vertx.currentContext();
        if (current == null) {
            throw new IllegalStateException("a body on disk is read on an event loop");
        }
        return current;
    }

    /** Whether its body has gone from the disk that it lay on. */
    boolean isGone() {
        return body instanceof BytesOnDisk(DiskBody lying, var reading) && !lying.isThere();
    }

    /** Whether it is on disk as it is here. */
    boolean isOnDisk() {
        DiskBody written = onDisk;
        return written != null && written.isCurrent();
    }

    void setOnDisk(DiskBody written) {
        onDisk = written;
    }

    /** Whether it can still answer a request, or be validated. */
    boolean isUsefulAt(long nowMillis) {
        return response.remainingMillis(nowMillis) > 0
                || Revalidation.hasValidator(response.head())
                || response.remainingMillis(nowMillis) + response.staleWhileRevalidateMillis() > 0
                || response.remainingMillis(nowMillis) + response.staleIfErrorMillis() > 0;
    }

    /** Takes a reference, unless the memory has just been given back. */
    boolean tryRetain() {
        return body == null || body.tryRetain();
    }

    @Override
    public void release() {
        if (body != null) {
            body.release();
        }
    }

    /** What it takes in memory, in bytes, but for its key. */
    long ownWeight() {
        return weigh(response.head().headers(), tags) + (body == null ? 0 : body.capacity());
    }

    @Override
    public long weight() {
        return key.weight() + ownWeight();
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

    private static int weigh(Headers headers, List<String> tags) {
        int weight = 640;
        for (int i = 0; i < headers.size(); i++) {
            // Names are shared; that many values are as well is not counted on.
            weight += 56 + headers.valueAt(i).length();
        }
        for (String tag : tags) {
            weight += 48 + tag.length();
        }
        return weight;
    }
}
