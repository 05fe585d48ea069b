package io.perigee.functions.host;

import io.perigee.testkit.Await;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    @Test
    void itSleepsWhileThereIsNothingToWatchAndIsWokenByWhatComes() {
        Watchdog watchdog = new Watchdog(System::nanoTime);
        watchdog.start();
        try {
            for (int i = 0; i < 2; i++) {
                Await.until("it sleeps", watchdog::isAsleep);
                AtomicInteger checks = new AtomicInteger();
                Watchdog.Watched watched = now -> checks.incrementAndGet();
                watchdog.watch(watched);
                Await.until("it looks", () -> checks.get() > 1);
                watchdog.forget(watched);
            }
        } finally {
            watchdog.stop();
        }
    }
}
