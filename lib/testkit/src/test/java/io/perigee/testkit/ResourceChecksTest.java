package io.perigee.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@HoldsEventLoops("to see that it is noticed")
class ResourceChecksTest {

    @Test
    void aLeakedBufferFailsTheTest() {
        LeakReports.forget();
        leak();

        assertThatThrownBy(LeakReports::failIfAny)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("leaked")
                .hasMessageContaining("ResourceChecksTest.leak");
    }

    @SuppressWarnings("UnusedVariable") // The leak is the point.
    private static void leak() {
        ByteBuf forgotten = PooledByteBufAllocator.DEFAULT.directBuffer(64);
    }

    @Test
    void aReleasedBufferDoesNot() {
        LeakReports.forget();
        PooledByteBufAllocator.DEFAULT.directBuffer(64).release();

        LeakReports.failIfAny();
    }

    @Test
    void anEventLoopThatWaitsFailsTheTest() {
        Vertx vertx = Vertx.vertx();
        var gate = new Gate();
        vertx.runOnContext(v -> gate.pass());
        Await.until("the check to notice", BlockedEventLoops::anyFound);
        gate.open();
        Await.get(vertx.close());

        assertThatThrownBy(BlockedEventLoops::failIfAny)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("eventloop")
                .hasMessageContaining("Gate.pass");
    }

    @Test
    void anEventLoopThatComputesForLongFailsTheTest() {
        Vertx vertx = Vertx.vertx();
        var stop = new AtomicBoolean();
        vertx.runOnContext(v -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        });
        Await.until("the check to notice", BlockedEventLoops::anyFound);
        stop.set(true);
        Await.get(vertx.close());

        assertThatThrownBy(BlockedEventLoops::failIfAny).hasMessageContaining("has computed for");
    }

    @Test
    void manualClockMovesOnlyWhenToldTo() {
        var clock = new ManualClock();
        long millis = clock.millis();
        long nanos = clock.nanos();

        clock.advance(Duration.ofSeconds(3));
        clock.shiftWallClock(Duration.ofHours(-1));

        assertThat(clock.millis() - millis).isEqualTo(3_000 - 3_600_000);
        assertThat(clock.nanos() - nanos).isEqualTo(3_000_000_000L);
    }
}
