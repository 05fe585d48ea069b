package io.perigee.examples.image;

import io.perigee.functions.Blocking;
import io.perigee.functions.BodyTooLargeException;
import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Optional;

/**
 * Serves pictures in the width that the page asks for: the first viewer of {@code /img/cat.jpg?w=300} has the variant made
 * from the origin's original, and the cache keeps it for all others.
 *
 * <p>Attach it at origin-response, to a behavior whose cache policy has the query string {@code w} in the cache key. Attached
 * at viewer-request as well, it answers absurd widths before they cost a fetch, and rounds the rest up to the next hundred,
 * so that nobody can fill the cache with two thousand variants of one picture.
 *
 * <p>JPEG and PNG pictures are made narrower, never wider. Everything else passes untouched: other types, errors, parts
 * ({@code 206}), compressed bodies, and originals that are damaged or too large to be read at once.
 */
@Blocking
public final class ImageResize extends EdgeFunction {
    private static final int STEP = 100;

    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        return switch (Width.of(event.request().queryParameter("w"))) {
            case Width.Original original -> proceed(event.request());
            case Width.Absurd absurd -> respond(refusal(FunctionResponse.of(400, "Bad Request"), absurd));
            case Width.Pixels(int width) -> {
                int rounded = (width + STEP - 1) / STEP * STEP;
                yield proceed(event.request().withQueryParameter("w", Integer.toString(rounded)));
            }
        };
    }

    @Override
    public Future<FunctionResponse> originResponse(ResponseEvent event) {
        Optional<String> format = format(event);
        if (format.isEmpty()) {
            return answer(event.response());
        }
        return switch (Width.of(event.request().queryParameter("w"))) {
            case Width.Original original -> answer(event.response());
            case Width.Absurd absurd -> answer(refusal(event.response(), absurd));
            case Width.Pixels(int width) -> resized(event, format.get(), width);
        };
    }

    private static Future<FunctionResponse> resized(ResponseEvent event, String format, int width) {
        FunctionResponse original = event.response();
        return event.readBody()
                .map(picture -> Pictures.narrowed(picture, format, width)
                        .map(variant -> variantOf(original, variant))
                        .orElse(original))
                .recover(failure -> failure instanceof BodyTooLargeException
                        ? Future.succeededFuture(original)
                        : Future.failedFuture(failure));
    }

    private static FunctionResponse variantOf(FunctionResponse original, Buffer picture) {
        FunctionResponse variant =
                original.withBody(picture).withoutHeader("Content-Length").withoutHeader("Content-MD5");
        // The origin's tag still tells whether the original has changed, but no longer stands for these very bytes.
        return original.header("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .map(tag -> variant.withHeader("ETag", "W/" + tag))
                .orElse(variant);
    }

    private static FunctionResponse refusal(FunctionResponse response, Width.Absurd absurd) {
        String explanation =
                "w is '%s', expected a whole number from %d to %d\n".formatted(absurd.asked(), Width.MIN, Width.MAX);
        return response.withStatus(400, "Bad Request")
                .withoutHeader("ETag")
                .withoutHeader("Last-Modified")
                .withoutHeader("Content-Length")
                .withHeader("Content-Type", "text/plain; charset=utf-8")
                .withHeader("Cache-Control", "max-age=60")
                .withBody(Buffer.buffer(explanation));
    }

    /** The format of a whole picture that can be resized. */
    private static Optional<String> format(ResponseEvent event) {
        FunctionResponse response = event.response();
        boolean whole = response.status() == 200
                && event.request().method().equals("GET")
                && response.header("Content-Encoding").isEmpty();
        String type = response.header("Content-Type")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .split(";", -1)[0]
                .strip();
        return switch (type) {
            case "image/jpeg" -> whole ? Optional.of("jpg") : Optional.empty();
            case "image/png" -> whole ? Optional.of("png") : Optional.empty();
            default -> Optional.empty();
        };
    }
}
