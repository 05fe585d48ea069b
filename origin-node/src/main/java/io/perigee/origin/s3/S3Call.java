package io.perigee.origin.s3;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** One request and the means to answer it. */
record S3Call(HttpServerRequest request) {

    HttpServerResponse response() {
        return request.response();
    }

    Future<Void> answer(int status) {
        return response().setStatusCode(status).end();
    }

    Future<Void> answer(int status, String xml) {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/xml")
                .putHeader("Content-Length", Integer.toString(bytes.length));
        return request.method().equals(HttpMethod.HEAD)
                ? response().end()
                : response().end(Buffer.buffer(bytes));
    }
}
