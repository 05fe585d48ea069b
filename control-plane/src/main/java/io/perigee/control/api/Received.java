package io.perigee.control.api;

import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;

/** A request's body as it came. */
sealed interface Received {

    /** None was expected. */
    record Nothing() implements Received {}

    /** A document. */
    record Text(String text) implements Received {}

    /** What a function is invoked with. */
    record Payload(Buffer json) implements Received {}

    /**
     * A file, to be deleted when the request is answered.
     *
     * @param sha256 lower-case hexadecimal
     */
    record Upload(Path file, String sha256) implements Received {}
}
