package io.perigee.cache;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from disk under way, one for each key, and who waits for them. */
final class DiskLoads {
    /** A disk that takes longer is as good as none. */
    private static final long PATIENCE_MILLIS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(DiskLoads.class);

    private final Executor reading;
    private final BiFunction<CacheKey, Predicate<StoredObject>, @Nullable StoredObject> read;
    private final ConcurrentMap<CacheKey, Load> underWay = new ConcurrentHashMap<>();

    /** @param read blocks; what it gives comes with a reference */
    DiskLoads(Executor reading, BiFunction<CacheKey, Predicate<StoredObject>, @Nullable StoredObject> read) {
        this.reading = reading;
        this.read = read;
    }

    /** What a load comes to. */
    interface Loaded {
        /**
         * That was found, with a reference; null when nothing was.
         *
         * @param first whether it was read for this caller: of all who share a read, one
         */
        void found(@Nullable StoredObject object, boolean first);

        /** The read was for a response of another kind. */
        void again();
    }

    void load(CacheKey key, Context context, Predicate<StoredObject> wanted, Loaded loaded) {
        Waiting waiting = new Waiting(context, wanted, loaded);
        waiting.giveUpLater();
        Load own = new Load(key);
        while (true) {
            Load present = underWay.putIfAbsent(key, own);
            if (present == null) {
                reading.execute(() -> own.run(waiting));
                return;
            }
            if (present.join(waiting)) {
                return;
            }
            underWay.remove(key, present);
        }
    }

    private final class Load {
        private final CacheKey key;
        // Guarded by this; null when it is over.
        private @Nullable List<Waiting> others = new ArrayList<>();

        Load(CacheKey key) {
            this.key = key;
        }

        synchronized boolean join(Waiting waiting) {
            return others != null && others.add(waiting);
        }

        private synchronized List<Waiting> end() {
            List<Waiting> waiting = others == null ? List.of() : others;
            others = null;
            return waiting;
        }

        void run(Waiting first) {
            StoredObject object = null;
            try {
                object = read.apply(key, first.wanted);
            } catch (RuntimeException e) {
                LOG.error("{} cannot be read from disk", key, e);
            }
            underWay.remove(key, this);
            for (Waiting other : end()) {
                if (object == null || !other.wanted.test(object)) {
                    other.again();
                } else {
                    other.give(object.tryRetain() ? object : null, false);
                }
            }
            first.give(object, true);
        }
    }

    private static final class Waiting {
        private final Context context;
        private final Predicate<StoredObject> wanted;
        private final Loaded loaded;
        private final AtomicBoolean over = new AtomicBoolean();
        private long timer;

        Waiting(Context context, Predicate<StoredObject> wanted, Loaded loaded) {
            this.context = context;
            this.wanted = wanted;
            this.loaded = loaded;
        }

        void giveUpLater() {
            timer = context.owner().setTimer(PATIENCE_MILLIS, fired -> {
                if (over.compareAndSet(false, true)) {
                    context.runOnContext(now -> loaded.found(null, false));
                }
            });
        }

        void give(@Nullable StoredObject object, boolean first) {
            if (end()) {
                context.runOnContext(now -> loaded.found(object, first));
            } else if (object != null) {
                object.release();
            }
        }

        void again() {
            if (end()) {
                context.runOnContext(now -> loaded.again());
            }
        }

        private boolean end() {
            boolean ended = over.compareAndSet(false, true);
            if (ended) {
                context.owner().cancelTimer(timer);
            }
            return ended;
        }
    }
}
