package io.perigee.origin.website;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;

/** The website endpoint's errors with S3's codes, and a plain page for those who have no error document. */
enum WebsiteError {
    INVALID_URI(400, "Bad Request", "InvalidURI", "Couldn't parse the specified URI."),
    NO_SUCH_KEY(404, "Not Found", "NoSuchKey", "The specified key does not exist."),
    NO_SUCH_WEBSITE(404, "Not Found", "NoSuchWebsiteConfiguration", "No website answers to this host name."),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed", "MethodNotAllowed", "Only GET and HEAD are allowed here."),
    PRECONDITION_FAILED(
            412, "Precondition Failed", "PreconditionFailed", "At least one of the preconditions did not hold."),
    INVALID_RANGE(416, "Requested Range Not Satisfiable", "InvalidRange", "The requested range is not satisfiable."),
    INTERNAL_ERROR(500, "Internal Server Error", "InternalError", "We encountered an internal error.");

    private final int status;
    private final String title;
    private final String code;
    private final String message;

    WebsiteError(int status, String title, String code, String message) {
        this.status = status;
        this.title = title;
        this.code = code;
        this.message = message;
    }

    int status() {
        return status;
    }

    Future<Void> send(HttpServerRequest request) {
        String page = """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$d %2$s</title></head>
                <body><h1>%1$d %2$s</h1><ul><li>Code: %3$s</li><li>Message: %4$s</li></ul></body></html>
                """.formatted(status, title, code, message);
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("x-amz-error-code", code)
                .putHeader("Content-Length", Integer.toString(bytes.length));
        return request.method().equals(HttpMethod.HEAD)
                ? request.response().end()
                : request.response().end(Buffer.buffer(bytes));
    }
}
