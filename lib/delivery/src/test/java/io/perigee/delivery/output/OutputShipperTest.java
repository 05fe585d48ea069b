package io.perigee.delivery.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.Ending;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionTier;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class OutputShipperTest {

    private static final FunctionId FUNCTION = new FunctionId("f", 1);

    private final CollectedOutput output = new CollectedOutput(new ManualClock());
    private final List<JsonObject> sent = new ArrayList<>();
    private Future<Void> answer = Future.succeededFuture();
    private OutputShipper shipper;

    @BeforeEach
    void make(Vertx vertx) {
        shipper = new OutputShipper(vertx, output, this::take, "edge-1", "eu");
    }

    private Future<Void> take(Buffer batch) {
        sent.add(batch.toJsonObject());
        return answer;
    }

    private static List<String> texts(JsonObject batch) {
        return batch.getJsonArray("printed").stream()
                .flatMap(chunk -> ((JsonObject) chunk).getJsonArray("lines").stream())
                .map(line -> ((JsonObject) line).getString("text"))
                .toList();
    }

    @Test
    void whatDidNotArriveIsSentAgainAsItWasBeforeAnythingElse() {
        answer = Future.failedFuture("the control plane is away");
        output.line(FUNCTION, "", "one");
        Await.failure(shipper.send());
        output.line(FUNCTION, "", "two");
        Await.failure(shipper.send());
        answer = Future.succeededFuture();
        Await.get(shipper.send());

        assertThat(sent).hasSize(4);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
        assertThat(sent.get(2)).isEqualTo(sent.get(0));
        assertThat(texts(sent.get(2))).containsExactly("one");
        assertThat(texts(sent.get(3))).containsExactly("two");
        assertThat(sent.get(3).getLong("batch")).isEqualTo(2);
        assertThat(sent.get(3).getString("run")).isEqualTo(sent.get(0).getString("run"));
        assertThat(sent.get(0).getString("node")).isEqualTo("edge-1");
        assertThat(sent.get(0).getString("region")).isEqualTo("eu");
    }

    @Test
    void oneBatchIsUnderWayAtATime() {
        Promise<Void> first = Promise.promise();
        answer = first.future();
        output.line(FUNCTION, "", "one");
        Future<Void> sending = shipper.send();
        output.line(FUNCTION, "", "two");
        shipper.send();
        assertThat(sent).hasSize(1);

        answer = Future.succeededFuture();
        first.complete();
        Await.get(sending);

        assertThat(sent).hasSize(2);
    }

    @Test
    void aNodeThatStopsSendsWhatIsLeftAndDoesNotWaitForAControlPlaneThatIsAway() {
        Await.get(shipper.start());
        output.line(FUNCTION, "", "last words");
        Await.get(shipper.stop());
        assertThat(texts(sent.getLast())).containsExactly("last words");

        answer = Future.failedFuture("away");
        output.line(FUNCTION, "", "unheard");
        Await.get(shipper.stop());
    }

    /** The receiver keeps the first batch of each number, as the control plane does. */
    @Test
    void everyCallAndLineCountsOnceWhateverIsLostOnTheWayOrBack(Vertx vertx) {
        Random random = new Random(7);
        SortedMap<Long, JsonObject> stored = new TreeMap<>();
        OutputShipper unlucky = new OutputShipper(
                vertx,
                output,
                batch -> {
                    boolean arrives = random.nextInt(3) > 0;
                    if (arrives) {
                        JsonObject json = batch.toJsonObject();
                        stored.putIfAbsent(json.getLong("batch"), json);
                    }
                    return arrives && random.nextBoolean()
                            ? Future.succeededFuture()
                            : Future.failedFuture("nothing was heard");
                },
                "edge-1",
                "eu");
        for (int i = 0; i < 200; i++) {
            output.line(FUNCTION, "", "line " + i);
            output.ended(FUNCTION, FunctionTier.VERTICLE, Ending.SUCCESS, 1);
            var unused = unlucky.send();
        }
        while (unlucky.send().failed()) {
            // Sends again what is left.
        }

        assertThat(stored.values().stream().flatMap(batch -> texts(batch).stream()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "line " + i).toList());
        assertThat(stored.values().stream()
                        .flatMap(batch -> batch.getJsonArray("used").stream())
                        .mapToLong(use -> ((JsonObject) use).getLong("invocations"))
                        .sum())
                .isEqualTo(200);
    }
}
