package io.perigee.cache;

import io.perigee.httpcaching.MultipartByteRanges;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several ranges of one body as {@code multipart/byteranges}: each one's head, its bytes, and the closing delimiter. */
final class PartsSource implements BodySource {
    private final MultipartByteRanges parts;
    private final List<BodySource> sources;
    // The part that is being read; as many as there are: only the closing delimiter is left.
    private int part;
    private boolean headGiven;
    private boolean ended;

    /** @param sources of the ranges, in their order; this closes them */
    PartsSource(MultipartByteRanges parts, List<BodySource> sources) {
        this.parts = parts;
        this.sources = sources;
    }

    @Override
    public @Nullable Buffer poll() {
        while (part < sources.size()) {
            if (!headGiven) {
                headGiven = true;
                return ascii(parts.partHead(part));
            }
            BodySource source = sources.get(part);
            Buffer bytes = source.poll();
            if (bytes != null || !source.ended()) {
                return bytes;
            }
            part++;
            headGiven = false;
        }
        if (ended) {
            return null;
        }
        ended = true;
        return ascii(parts.closing());
    }

    private static Buffer ascii(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public @Nullable Throwable failure() {
        return part < sources.size() && headGiven ? sources.get(part).failure() : null;
    }

    @Override
    public void whenReadable(Runnable readable) {
        sources.forEach(source -> source.whenReadable(readable));
    }

    /** From the part that is being read back to the first: a source that has settled may be read on at once, and what it gives then is not settled. */
    @Override
    public void settled() {
        for (int i = Math.min(part, sources.size() - 1); i >= 0; i--) {
            sources.get(i).settled();
        }
    }

    @Override
    public void close() {
        sources.forEach(BodySource::close);
    }
}
