package io.perigee.chaos.workload;

import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The control planes' API, as a patient operator uses it: who gets no answer asks again, another one if there is one. */
final class ControlApi {

    private static final long RETRY_MILLIS = 250;
    private static final long ANSWER_SECONDS = 15;

    private final Vertx vertx;
    private final Place place;
    private final String token;
    private final HttpClient client;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * What was answered.
     *
     * @param body empty if it was no JSON object
     */
    record Answer(int status, JsonObject body) {

        boolean isGood() {
            return status / 100 == 2;
        }
    }

    /**
     * What is asked.
     *
     * @param body null: none
     */
    record Question(
            HttpMethod method,
            String target,
            String contentType,
            @Nullable Buffer body) {

        static Question get(String target) {
            return new Question(HttpMethod.GET, target, "", null);
        }

        static Question send(HttpMethod method, String target, JsonObject document) {
            return new Question(method, target, "application/json", document.toBuffer());
        }
    }

    ControlApi(Vertx vertx, Place place) throws PlaceException {
        this.vertx = vertx;
        this.place = place;
        this.token = place.apiToken();
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(1_000))
                .with(new PoolOptions().setHttp1MaxSize(200))
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    /**
     * Asks again after a pause for as long as there is no answer, or only that there is none now.
     *
     * @param wanted asked before each attempt; once it is false the future fails
     */
    Future<Answer> persistently(Question question, BooleanSupplier wanted) {
        if (!wanted.getAsBoolean()) {
            return Future.failedFuture("no control plane has answered " + question.method() + " " + question.target());
        }
        return once(question).transform(asked -> {
            if (asked.succeeded() && asked.result().status() < 500) {
                return Future.succeededFuture(asked.result());
            }
            Promise<Answer> again = Promise.promise();
            vertx.setTimer(RETRY_MILLIS, fired -> persistently(question, wanted).onComplete(again));
            return again.future();
        });
    }

    /** Asks the next control plane, once. */
    Future<Answer> once(Question question) {
        List<PlacedNode> controls = place.nodes().stream()
                .filter(node -> node.kind() == Kind.CONTROL)
                .toList();
        return once(
                controls.get(Math.floorMod(turn.getAndIncrement(), controls.size()))
                        .id(),
                question);
    }

    /** Asks that control plane, once. */
    Future<Answer> once(String control, Question question) {
        URI url = place.apiUrl(control);
        RequestOptions options = new RequestOptions()
                .setMethod(question.method())
                .setHost(url.getHost())
                .setPort(url.getPort())
                .setURI(question.target())
                .putHeader("Authorization", "Bearer " + token);
        return client.request(options).compose(request -> {
            Buffer body = question.body();
            return (body == null
                            ? request.send()
                            : request.putHeader("Content-Type", question.contentType())
                                    .send(body))
                    .compose(response -> response.body().map(text -> answer(response.statusCode(), text)))
                    .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .onFailure(late -> request.reset());
        });
    }

    private static Answer answer(int status, Buffer text) {
        try {
            return new Answer(status, text.length() == 0 ? new JsonObject() : text.toJsonObject());
        } catch (DecodeException e) {
            return new Answer(status, new JsonObject());
        }
    }
}
