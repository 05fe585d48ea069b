package io.perigee.cache;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens. */
final class Tally {
    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder refreshHits = new LongAdder();
    final LongAdder staleHits = new LongAdder();
    final LongAdder collapsed = new LongAdder();
    final LongAdder bypasses = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder fetches = new LongAdder();
    final LongAdder backgroundRefreshes = new LongAdder();
    final LongAdder sliceFetches = new LongAdder();

    void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Hit hit -> hits.increment();
            case Outcome.RefreshHit hit -> refreshHits.increment();
            case Outcome.StaleHit hit -> staleHits.increment();
            case Outcome.Miss miss -> misses.increment();
            case Outcome.Collapsed follower -> collapsed.increment();
            case Outcome.Bypass bypass -> bypasses.increment();
            case Outcome.Failed failed -> failures.increment();
        }
    }
}
