package io.perigee.control.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.stream.IntStream;

/** {@code perigee_api_requests_total{status}}: answers of the control plane's API by class of status, {@code 1xx} to {@code 5xx}. */
public final class ApiMeters {

    private static final int CLASSES = 5;

    private final List<Counter> answers;

    public ApiMeters(MeterRegistry registry) {
        answers = IntStream.rangeClosed(1, CLASSES)
                .mapToObj(status -> Counter.builder("perigee.api.requests")
                        .description("Requests to the control plane's API, those of nodes included, by class of status")
                        .tags("status", status + "xx")
                        .register(registry))
                .toList();
    }

    /** The same handler, with each of its answers counted when its head is sent. */
    public Handler<HttpServerRequest> counting(Handler<HttpServerRequest> next) {
        return request -> {
            request.response()
                    .headersEndHandler(sent -> answers.get(request.response().getStatusCode() / 100 - 1)
                            .increment());
            next.handle(request);
        };
    }
}
