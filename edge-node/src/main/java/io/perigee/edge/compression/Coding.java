package io.perigee.edge.compression;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A content coding that the edge can apply (RFC 9110 section 8.4.1). At these levels 64 KiB of text take an event loop about two
 * milliseconds: decisions/006.
 */
enum Coding {
    BROTLI("br") {
        @Override
        OutputStream encoder(OutputStream encoded) throws IOException {
            return new BrotliOutputStream(encoded, Encoder.Parameters.create(BROTLI_QUALITY, WINDOW), INPUT_BYTES);
        }
    },

    ZSTD("zstd") {
        @Override
        OutputStream encoder(OutputStream encoded) throws IOException {
            return new ZstdOutputStreamNoFinalizer(encoded, ZSTD_LEVEL).setWindowLog(WINDOW);
        }
    },

    GZIP("gzip") {
        @Override
        OutputStream encoder(OutputStream encoded) throws IOException {
            return new Gzip(encoded);
        }
    };

    private static final int GZIP_LEVEL = 6;
    private static final int BROTLI_QUALITY = 5;

    private static final int ZSTD_LEVEL = 5;

    /** As a power of two: 1 MiB. Brotli's default of 4 MiB would cost more memory than the sizes that are compressed can gain by it. */
    private static final int WINDOW = 20;

    private static final int INPUT_BYTES = 16 << 10;
    private static final int OUTPUT_BYTES = 8 << 10;

    private final String token;

    Coding(String token) {
        this.token = token;
    }

    /** Its name in {@code Content-Encoding} and {@code Accept-Encoding}. */
    String token() {
        return token;
    }

    /**
     * Writes what is written to it to {@code encoded}, in this coding. It holds memory outside the heap until it is closed, which also
     * completes what was written.
     */
    abstract OutputStream encoder(OutputStream encoded) throws IOException;

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream encoded) throws IOException {
            super(encoded, OUTPUT_BYTES);
            def.setLevel(GZIP_LEVEL);
        }
    }
}
