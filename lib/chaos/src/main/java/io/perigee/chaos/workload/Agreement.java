package io.perigee.chaos.workload;

import io.perigee.chaos.history.Event.Agreed;
import io.perigee.chaos.history.History;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.perigee.chaos.workload.ControlApi.Question;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Measures how long the nodes take, after everything was healed, to apply what had been accepted by then. */
final class Agreement {

    private static final long ASK_EVERY_MILLIS = 100;

    private final Vertx vertx;
    private final ControlApi api;
    private final Place place;
    private final History history;

    Agreement(Vertx vertx, ControlApi api, Place place, History history) {
        this.vertx = vertx;
        this.api = api;
        this.place = place;
        this.history = history;
    }

    /**
     * Waits until they have.
     *
     * @param limit when the wait ends at the latest
     * @param undisturbed whether nothing fails again; the wait ends when it is false
     * @return what came of it; it is not noted
     */
    Future<Agreed> await(Duration limit, BooleanSupplier undisturbed) {
        Promise<Agreed> done = Promise.promise();
        look(history.now(), limit.toNanos(), -1, undisturbed, done);
        return done.future();
    }

    private void look(long healedAt, long limit, long head, BooleanSupplier undisturbed, Promise<Agreed> done) {
        api.once(Question.get(head < 0 ? "/v1/status" : "/v1/nodes")).onComplete(answered -> {
            long wanted = head;
            List<String> behind = List.of();
            if (answered.succeeded() && answered.result().status() == 200) {
                JsonObject body = answered.result().body();
                if (head < 0) {
                    wanted = body.getLong("head", -1L);
                } else {
                    behind = behind(body, head);
                    if (behind.isEmpty()) {
                        done.complete(new Agreed(healedAt, head, OptionalLong.of(history.now()), false, behind));
                        return;
                    }
                }
            }
            if (!undisturbed.getAsBoolean() || history.now() - healedAt > limit) {
                done.complete(new Agreed(healedAt, head, OptionalLong.empty(), !undisturbed.getAsBoolean(), behind));
                return;
            }
            long next = wanted;
            boolean justLearnt = head < 0 && wanted >= 0;
            vertx.setTimer(justLearnt ? 1 : ASK_EVERY_MILLIS, fired -> look(healedAt, limit, next, undisturbed, done));
        });
    }

    /** The edges and regional caches that a control plane does not know to have applied that much. */
    private List<String> behind(JsonObject nodes, long head) {
        Map<String, Long> applied = new HashMap<>();
        nodes.getJsonArray("items").forEach(item -> {
            JsonObject node = (JsonObject) item;
            @Nullable Long reached = node.getLong("applied");
            if (reached != null) {
                applied.put(node.getString("id"), reached);
            }
        });
        List<String> behind = new ArrayList<>();
        for (PlacedNode node : place.nodes()) {
            if (node.kind() != Kind.CONTROL && applied.getOrDefault(node.id(), -1L) < head) {
                behind.add(node.id());
            }
        }
        return behind;
    }
}
