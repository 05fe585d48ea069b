package io.perigee.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.HandFed;
import io.perigee.delivery.Loop;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

@Conversation
class PeekedBodyTest {

    private final HandFed body = new HandFed();

    private Future<PeekedBody> peek(Loop loop, int limit) {
        Future<PeekedBody> peeked = loop.start(() -> PeekedBody.read(loop.context(), body, limit));
        loop.run(() -> {});
        return peeked;
    }

    @Test
    void aBodyWithinTheLimitIsReadWholeAndComesAgain(Vertx vertx) {
        Loop loop = new Loop(vertx);
        Future<PeekedBody> peeked = peek(loop, 5);

        loop.run(() -> body.give("hel"));
        loop.run(() -> body.give("lo"));
        loop.run(body::end);

        PeekedBody read = Await.get(peeked);
        assertThat(read.whole()).isTrue();
        assertThat(read.data()).hasToString("hello");
        assertThat(Await.get(loop.read(read.replay()))).hasToString("hello");
    }

    @Test
    void aLongerBodyIsCutForTheReaderAndStreamedOnWhole(Vertx vertx) {
        Loop loop = new Loop(vertx);
        Future<PeekedBody> peeked = peek(loop, 5);

        loop.run(() -> body.give("hello "));

        PeekedBody read = Await.get(peeked);
        assertThat(read.whole()).isFalse();
        assertThat(read.data()).hasToString("hello");
        assertThat(body.demand()).isZero();
        Future<Buffer> replayed = loop.read(read.replay());
        Await.until("the rest is wanted", body::isWanted);
        loop.run(() -> {
            body.give("world");
            body.end();
        });
        assertThat(Await.get(replayed)).hasToString("hello world");
    }

    @Test
    void aBodyThatBreaksOffWithinTheLimitIsAFailure(Vertx vertx) {
        Loop loop = new Loop(vertx);
        Future<PeekedBody> peeked = peek(loop, 5);

        loop.run(() -> body.fail(new IllegalStateException("gone")));

        assertThat(Await.failure(peeked))
                .isInstanceOf(BrokenBodyException.class)
                .hasMessage("the body broke off: gone");
    }
}
