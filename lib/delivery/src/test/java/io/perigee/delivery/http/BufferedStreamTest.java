package io.perigee.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.HandFed;
import io.perigee.delivery.Loop;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Conversation
class BufferedStreamTest {

    private final HandFed rest = new HandFed();
    private final List<String> seen = new ArrayList<>();

    @SuppressWarnings("NullAway") // made before each test
    private Loop loop = null;

    @BeforeEach
    void open(Vertx vertx) {
        loop = new Loop(vertx);
    }

    private BufferedStream stream(String... ready) {
        BufferedStream stream = new BufferedStream(
                loop.context(), List.of(ready).stream().map(Buffer::buffer).toList(), rest);
        stream.handler(buffer -> seen.add(buffer.toString()));
        stream.endHandler(end -> seen.add("end"));
        stream.exceptionHandler(cause -> seen.add("failed: " + cause.getMessage()));
        return stream;
    }

    /** What was scheduled on the loop before has been done when this returns. */
    private void settle() {
        loop.run(() -> {});
        loop.run(() -> {});
    }

    @Test
    void whatIsAtHandComesFirstAndAsMuchAsIsAskedFor() {
        BufferedStream stream = stream("a", "b");

        loop.run(() -> stream.fetch(1));
        settle();
        assertThat(seen).containsExactly("a");
        loop.run(() -> stream.fetch(2));
        settle();
        assertThat(seen).containsExactly("a", "b");
        assertThat(rest.demand()).isEqualTo(1);
        loop.run(() -> {
            rest.give("c");
            rest.end();
        });
        assertThat(seen).containsExactly("a", "b", "c", "end");
    }

    @Test
    void theRestIsAskedForNoMoreThanIsWanted() {
        BufferedStream stream = stream("a");

        loop.run(() -> stream.fetch(2));
        settle();
        loop.run(() -> stream.fetch(3));
        settle();

        assertThat(rest.demand()).isEqualTo(4);
    }

    @Test
    void aPauseInBetweenHolds() {
        BufferedStream stream = stream("a", "b");
        stream.handler(buffer -> {
            seen.add(buffer.toString());
            stream.pause();
        });

        loop.run(stream::resume);
        settle();
        assertThat(seen).containsExactly("a");
        assertThat(rest.demand()).isZero();
        loop.run(stream::resume);
        settle();
        assertThat(seen).containsExactly("a", "b");
        assertThat(rest.demand()).isZero();
        loop.run(stream::resume);
        settle();
        assertThat(rest.demand()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFailureIsToldOnceAlsoToWhoComesLate() {
        BufferedStream stream = stream("a");
        stream.exceptionHandler(null);

        loop.run(() -> rest.fail(new IllegalStateException("gone")));
        loop.run(() -> stream.exceptionHandler(cause -> seen.add("failed: " + cause.getMessage())));
        loop.run(rest::end);

        assertThat(seen).containsExactly("failed: gone");
    }

    @Test
    void aBodyThatIsAllThereEndsAfterItsBytes() {
        assertThat(Await.get(loop.start(() -> loop.read(BufferedStream.of(Buffer.buffer("hello"))))))
                .hasToString("hello");
        assertThat(Await.get(loop.start(() -> loop.read(BufferedStream.of(Buffer.buffer()))))
                        .length())
                .isZero();
    }
}
