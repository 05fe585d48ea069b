package io.perigee.edge.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import io.perigee.httpcaching.Negotiation;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The codings that this process has.
 *
 * @param available gzip, and Brotli and zstd where their native libraries could be loaded
 */
record Codings(Set<Coding> available) {

    private static final Logger LOG = LoggerFactory.getLogger(Codings.class);

    Codings {
        available = Set.copyOf(available);
    }

    /** Those of this machine; blocks while a native library is loaded for the first time. */
    static Codings ofThisMachine() {
        return OfThisMachine.CODINGS;
    }

    /**
     * What to use for a viewer that accepts these: Brotli or zstd before gzip, as CloudFront has it with Brotli.
     *
     * @param acceptEncoding as {@link Negotiation#normalised} has it; null for none
     * @return null for none
     */
    @Nullable
    Coding best(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return null;
        }
        for (Coding coding : Coding.values()) {
            if (available.contains(coding) && accepts(acceptEncoding, coding)) {
                return coding;
            }
        }
        return null;
    }

    private static boolean accepts(String normalized, Coding coding) {
        for (String token : normalized.split(",", -1)) {
            if (token.equals(coding.token())) {
                return true;
            }
        }
        return false;
    }

    /** Loaded, and warned of, once in a process. */
    private static final class OfThisMachine {
        static final Codings CODINGS = new Codings(load());

        private static Set<Coding> load() {
            Set<Coding> loaded = EnumSet.of(Coding.GZIP);
            if (Brotli4jLoader.isAvailable()) {
                loaded.add(Coding.BROTLI);
            } else {
                missing("Brotli", Brotli4jLoader.getUnavailabilityCause());
            }
            try {
                Native.load();
                loaded.add(Coding.ZSTD);
            } catch (LinkageError missing) {
                missing("zstd", missing);
            }
            return loaded;
        }

        private static void missing(String coding, @Nullable Throwable cause) {
            LOG.warn("{} is not available on this machine, gzip is used instead: {}", coding, String.valueOf(cause));
        }
    }
}
