package io.perigee.origin.s3;

import io.perigee.origin.sigv4.ChunkSignatures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes {@code aws-chunked} bodies as they come, and checks the signatures of chunks and trailer where the mode has
 * them. Bytes are passed on before their chunk's signature is seen, since a chunk may be long: what is made of them
 * must not count until {@link #finish()}.
 *
 * <pre>
 * SIZE-IN-HEX[;chunk-signature=HEX] CRLF bytes CRLF ... 0[;chunk-signature=HEX] CRLF
 * [name:value CRLF ... [x-amz-trailer-signature:HEX CRLF]] CRLF
 * </pre>
 */
final class ChunkedBody {

    private static final Pattern HEAD = Pattern.compile("([0-9a-fA-F]{1,15})(?:;chunk-signature=([0-9a-f]{64}))?");
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";
    private static final int MAXIMUM_LINE = 1024;
    private static final int MAXIMUM_TRAILERS = 8;

    /** Receives decoded bytes. */
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    private enum Expecting {
        CHUNK_HEAD,
        CHUNK_BYTES,
        CHUNK_END,
        TRAILER,
        NOTHING
    }

    private final Optional<ChunkSignatures> signatures;
    private final boolean trailerAnnounced;
    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final MessageDigest chunkHash = sha256();
    private final Map<String, String> trailers = new TreeMap<>();
    private Expecting expecting = Expecting.CHUNK_HEAD;
    private long remaining;
    private String chunkSignature = "";
    private Optional<String> trailerSignature = Optional.empty();

    /**
     * A decoder.
     *
     * @param signatures checks the chunks' signatures; empty if the mode has none
     * @param trailerAnnounced whether the mode has a trailer
     */
    ChunkedBody(Optional<ChunkSignatures> signatures, boolean trailerAnnounced, Sink sink) {
        this.signatures = signatures;
        this.trailerAnnounced = trailerAnnounced;
        this.sink = sink;
    }

    /** Takes the next bytes of the body. */
    void feed(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            switch (expecting) {
                case CHUNK_BYTES -> readChunk(bytes);
                case CHUNK_HEAD, CHUNK_END, TRAILER -> readLine(bytes);
                case NOTHING -> throw malformed("bytes after its end");
            }
        }
    }

    /**
     * Ends the body.
     *
     * @return the trailer's fields by lower-case name
     */
    Map<String, String> finish() {
        if (expecting == Expecting.TRAILER && line.size() == 0 && trailers.isEmpty()) {
            // Some clients leave out the empty line after the last chunk.
            endTrailer();
        }
        if (expecting != Expecting.NOTHING) {
            throw malformed("it ends too early");
        }
        return Collections.unmodifiableMap(trailers);
    }

    private void readChunk(ByteBuffer bytes) throws IOException {
        int take = (int) Math.min(remaining, bytes.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), take);
        bytes.position(bytes.position() + take);
        chunkHash.update(part.duplicate());
        sink.write(part);
        remaining -= take;
        if (remaining == 0) {
            verifyChunk();
            expecting = Expecting.CHUNK_END;
        }
    }

    private void readLine(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b != '\n') {
                line.write(b);
                if (line.size() > MAXIMUM_LINE) {
                    throw malformed("a line is too long");
                }
                continue;
            }
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            takeLine(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            return;
        }
    }

    private void takeLine(String text) {
        switch (expecting) {
            case CHUNK_HEAD -> takeHead(text);
            case CHUNK_END -> {
                if (!text.isEmpty()) {
                    throw malformed("a chunk is longer than it says");
                }
                expecting = Expecting.CHUNK_HEAD;
            }
            case TRAILER -> takeTrailer(text);
            case CHUNK_BYTES, NOTHING -> throw new IllegalStateException("no line is due in " + expecting);
        }
    }

    private void takeHead(String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.matches()) {
            throw malformed("a chunk's head is none");
        }
        String signature = head.group(2);
        if (signatures.isPresent() && signature == null) {
            throw new S3Refusal(S3Error.SIGNATURE_DOES_NOT_MATCH);
        }
        chunkSignature = signature == null ? "" : signature;
        remaining = Long.parseLong(head.group(1), 16);
        if (remaining > 0) {
            expecting = Expecting.CHUNK_BYTES;
        } else {
            verifyChunk();
            expecting = Expecting.TRAILER;
        }
    }

    private void takeTrailer(String text) {
        if (text.isEmpty()) {
            endTrailer();
            return;
        }
        int colon = text.indexOf(':');
        if (colon < 1 || !trailerAnnounced || trailers.size() == MAXIMUM_TRAILERS) {
            throw malformed("its trailer is malformed");
        }
        String name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).strip();
        if (name.equals(TRAILER_SIGNATURE)) {
            trailerSignature = Optional.of(value);
        } else {
            trailers.put(name, value);
        }
    }

    private void endTrailer() {
        expecting = Expecting.NOTHING;
        if (signatures.isPresent() && trailerAnnounced) {
            StringBuilder canonical = new StringBuilder();
            trailers.forEach((name, value) ->
                    canonical.append(name).append(':').append(value).append('\n'));
            if (trailerSignature.isEmpty()
                    || !signatures.get().acceptsTrailer(canonical.toString(), trailerSignature.get())) {
                throw new S3Refusal(S3Error.SIGNATURE_DOES_NOT_MATCH);
            }
        }
    }

    private void verifyChunk() {
        byte[] hash = chunkHash.digest();
        if (signatures.isPresent() && !signatures.get().acceptsChunk(hash, chunkSignature)) {
            throw new S3Refusal(S3Error.SIGNATURE_DOES_NOT_MATCH);
        }
    }

    private static S3Refusal malformed(String how) {
        return new S3Refusal(S3Error.INCOMPLETE_BODY, "The aws-chunked body is malformed: " + how + ".");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
