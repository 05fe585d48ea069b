package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Reuse;
import io.perigee.httpcaching.Storability;
import io.perigee.httpcaching.StoredResponse;
import io.perigee.httpcaching.TtlBounds;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ObjectFormatTest {
    private static final long NOW = 1_000_000;
    private static final CacheKey KEY = new CacheKey("d", "/a", "rest");

    private final StaleMarks staleMarks = new StaleMarks(100, () -> {}, () -> NOW);
    private final Liveness liveness = liveness(staleMarks);

    private static Liveness liveness(StaleMarks staleMarks) {
        return new Liveness(SequenceView.standAlone(), new InvalidationMarks(), new InvalidationMarks(), staleMarks);
    }

    private static StoredResponse response() {
        RequestHead request = new RequestHead("GET", "/a", Headers.of("Host", "example.test"));
        ResponseHead head = new ResponseHead(
                200, Headers.of("Cache-Control", "max-age=600", "ETag", "\"1\"", "Cache-Tag", "one, two"));
        Storability storability = Storability.decide(request, head, TtlBounds.ORIGIN_ONLY, NOW);
        return StoredResponse.of(request, head, (Storability.Storable) storability, NOW, NOW);
    }

    /** As a run reads it that knows none of this one's marks. */
    private static StoredObject rewritten(StoredObject object) {
        Liveness next = liveness(new StaleMarks(100, () -> {}, () -> NOW));
        return Objects.requireNonNull(new ObjectFormat(next).read(ObjectFormat.write(object), null));
    }

    private static Reuse decide(StoredObject object) {
        return Reuse.decide(object.asMarked(), CacheControl.NONE, NOW + 1);
    }

    @Test
    void whatIsWrittenIsRead() {
        StoredObject object = new StoredObject(KEY, response(), new Stamp(5, 6, 7), liveness, null);

        StoredObject read = rewritten(object);

        assertThat(read.key()).isEqualTo(KEY);
        assertThat(read.response()).isEqualTo(object.response());
        assertThat(read.tags()).isEqualTo(object.tags()).containsExactlyInAnyOrder("one", "two");
        assertThat(read.stamp().sequence()).isEqualTo(5);
        assertThat(read.stamp().local()).isEqualTo(6);
        assertThat(read.stamp().validated()).isEqualTo(7);
        assertThat(decide(read)).isInstanceOf(Reuse.Fresh.class);
    }

    @Test
    void whatIsStaleByAMarkIsStaleForOneWhoDoesNotKnowTheMark() {
        StoredObject object = new StoredObject(KEY, response(), new Stamp(5, 0, 5), liveness, null);
        staleMarks.addPath("d", "/*", 6);
        assertThat(decide(object)).isInstanceOf(Reuse.MustRevalidate.class);

        assertThat(decide(rewritten(object))).isInstanceOf(Reuse.MustRevalidate.class);
    }
}
