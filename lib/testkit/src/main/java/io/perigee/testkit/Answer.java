package io.perigee.testkit;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a {@link FakeOrigin} answers, as a script of steps: bytes, waits at gates, a close. Immutable: each method returns a
 * new answer. {@code Content-Length} is set for a {@link #body}; with {@link #chunk} the answer is chunked; neither for
 * {@link #raw}, which sends exactly the bytes given.
 *
 * <pre>{@code
 * Answer.ok("hello").with("Cache-Control", "max-age=60")
 * Answer.status(200).waitFor(gate).body("late")
 * Answer.status(200).chunk("one ").waitFor(gate).chunk("two")
 * Answer.ok(bytes).abortAfter(1000)
 * Answer.raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")
 * }</pre>
 */
public final class Answer {

    /** One thing that the origin does while it answers. */
    sealed interface Step {
        record Head() implements Step {}

        record Write(Buffer bytes) implements Step {}

        record Wait(Gate gate) implements Step {}

        /** Closes the connection at once. */
        record Close() implements Step {}
    }

    /** A header field in the order and spelling in which it is sent. */
    record Field(String name, String value) {}

    private final int status;
    private final List<Field> fields;
    private final List<Step> steps;
    private final boolean chunked;
    private final long contentLength;
    private final long abortAfter;
    private final boolean bytewise;
    private final boolean raw;

    private Answer(
            int status,
            List<Field> fields,
            List<Step> steps,
            boolean chunked,
            long contentLength,
            long abortAfter,
            boolean bytewise,
            boolean raw) {
        this.status = status;
        this.fields = fields;
        this.steps = steps;
        this.chunked = chunked;
        this.contentLength = contentLength;
        this.abortAfter = abortAfter;
        this.bytewise = bytewise;
        this.raw = raw;
    }

    public static Answer status(int status) {
        return new Answer(status, List.of(), List.of(), false, 0, -1, false, false);
    }

    public static Answer ok(String body) {
        return status(200).body(body);
    }

    public static Answer ok(byte[] body) {
        return status(200).body(body);
    }

    /** Exactly these bytes (ISO-8859-1), then close: malformed answers. */
    public static Answer raw(String bytes) {
        return new Answer(
                0, List.of(), List.of(write(bytes.getBytes(StandardCharsets.ISO_8859_1))), false, 0, -1, false, true);
    }

    /** Takes the request and closes without an answer. */
    public static Answer closeWithoutAnswer() {
        return new Answer(0, List.of(), List.of(), false, 0, -1, false, true);
    }

    /** Adds a header field; the same name may be added several times. */
    public Answer with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Answer(
                status, Collections.unmodifiableList(more), steps, chunked, contentLength, abortAfter, bytewise, raw);
    }

    /** Adds UTF-8 text to a body with {@code Content-Length}. */
    public Answer body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes to a body with {@code Content-Length}. */
    public Answer body(byte[] bytes) {
        return then(write(bytes), false, contentLength + bytes.length);
    }

    /** Adds one chunk; the body is sent with {@code Transfer-Encoding: chunked}. */
    public Answer chunk(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Buffer chunk = Buffer.buffer(Integer.toHexString(bytes.length))
                .appendString("\r\n")
                .appendBytes(bytes)
                .appendString("\r\n");
        return then(new Step.Write(chunk), true, contentLength);
    }

    /** Sends the head (if it was not sent) without the body that follows. */
    public Answer head() {
        return then(new Step.Head(), chunked, contentLength);
    }

    /** Goes on only when the gate is open. What comes before it in the script has been sent by then. */
    public Answer waitFor(Gate gate) {
        return then(new Step.Wait(gate), chunked, contentLength);
    }

    /** Cuts the connection after so many bytes of body; 0 cuts it after the head. */
    public Answer abortAfter(long bodyBytes) {
        return new Answer(status, fields, steps, chunked, contentLength, bodyBytes, bytewise, raw);
    }

    /** Sends the body byte by byte, each in a write of its own. */
    public Answer bytewise() {
        return new Answer(status, fields, steps, chunked, contentLength, abortAfter, true, raw);
    }

    /** Answers, then closes the connection. */
    public Answer close() {
        return with("Connection", "close").then(new Step.Close(), chunked, contentLength);
    }

    private Answer then(Step step, boolean nowChunked, long length) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Answer(
                status,
                fields,
                Collections.unmodifiableList(more),
                nowChunked || chunked,
                length,
                abortAfter,
                bytewise,
                raw);
    }

    private static Step write(byte[] bytes) {
        return new Step.Write(Buffer.buffer(bytes));
    }

    List<Step> steps() {
        return steps;
    }

    boolean isRaw() {
        return raw;
    }

    boolean isBytewise() {
        return bytewise;
    }

    boolean isChunked() {
        return chunked;
    }

    /** Bytes of body after which the connection is cut; negative: never. */
    long abortAfterBytes() {
        return abortAfter;
    }

    Buffer encodedHead() {
        var head = new StringBuilder("HTTP/1.1 ").append(status).append(" Scripted\r\n");
        boolean framed = false;
        for (Field field : fields) {
            head.append(field.name).append(": ").append(field.value).append("\r\n");
            framed |= field.name.equalsIgnoreCase("Content-Length") || field.name.equalsIgnoreCase("Transfer-Encoding");
        }
        boolean hasNoBody = status == 204 || status == 304 || status < 200;
        if (!framed && !hasNoBody) {
            head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + contentLength)
                    .append("\r\n");
        }
        return Buffer.buffer(head.append("\r\n").toString(), "ISO-8859-1");
    }
}
