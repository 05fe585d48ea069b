package io.perigee.edge;

import io.perigee.delivery.http.FlowingBody;
import io.vertx.core.http.HttpServerRequest;

/** A request's body. That the viewer breaks off before somebody reads it is remembered: nobody would be told again. */
final class ViewerBody extends FlowingBody {

    private final HttpServerRequest http;

    /** Takes over the request's body, which is paused. */
    ViewerBody(HttpServerRequest http) {
        this.http = http;
        http.exceptionHandler(this::tellFailure);
        http.endHandler(end -> tellEnd());
        http.handler(this::give);
    }

    @Override
    protected void wanted(long amount) {
        http.fetch(amount);
    }

    @Override
    protected void paused() {
        http.pause();
    }
}
