package io.perigee.cache;

import io.perigee.httpcaching.MultipartByteRanges;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/**
 * The body of an answer. It holds memory outside the heap, or a place in a fetch, until it is used up: each body must be
 * ended by exactly one of {@link #sendTo}, {@link #read} (to its end) and {@link #discard}, on the call's context. What comes after
 * is ignored ({@code discard}) or refused with an {@link IllegalStateException} (the others).
 */
public sealed interface AnswerBody permits EmptyBody, SourcedBody {
    /** Its length in bytes, or -1 while that is not known. */
    long length();

    /**
     * Writes it and ends {@code to}, without copying where it is stored; keeps to {@code to}'s back-pressure.
     *
     * @return completes when the last byte was written; fails when the body broke off (then {@code to} was not ended
     *     and the caller resets it) or {@code to} failed
     */
    default Future<Void> sendTo(WriteStream<Buffer> to) {
        return sendTo(to, 0, Long.MAX_VALUE);
    }

    /**
     * As {@link #sendTo(WriteStream)}, for the bytes from {@code from} on, at most {@code count} of them. What lies past the end is left
     * out.
     */
    Future<Void> sendTo(WriteStream<Buffer> to, long from, long count);

    /**
     * As {@link #sendTo(WriteStream, long, long)}; what lies on disk is sent by the system, without passing through the process. For
     * HTTP/1.1 without TLS only, and for responses with {@code Content-Type} and {@code Content-Length}, whose head is not written yet.
     */
    default Future<Void> sendFileTo(HttpServerResponse to, long from, long count) {
        return sendTo(to, from, count);
    }

    /** As {@link #sendTo(WriteStream)}, for several ranges in the form that RFC 9110 section 14.6 gives them. */
    Future<Void> sendTo(WriteStream<Buffer> to, MultipartByteRanges parts);

    /** The body as copies on the heap, for those who look into it or change it. Comes paused. */
    ReadStream<Buffer> read();

    /** Gives it back unused, or what is left of it. May be called any number of times. */
    void discard();
}
