package io.perigee.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.auth.Authentication;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.origin.notification.NotificationConfig;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Received;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An origin node tells a control plane, which the test speaks for, of what happens to its objects. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class NotificationTest {

    private static final NotificationConfig RESIZE =
            new NotificationConfig(List.of("s3:ObjectCreated:*"), "", "", "resize", "live", "");
    private static final NotificationConfig TIDY =
            new NotificationConfig(List.of("s3:ObjectCreated:*"), "", "", "tidy", "latest", "");

    @TempDir
    Path folder;

    private OriginNodeConfig config;
    private FakeOrigin control;

    @BeforeEach
    void aControlPlane(FakeOrigin control) throws IOException {
        this.control = control;
        Path keys = folder.resolve("network.keys");
        Files.writeString(keys, NetworkKeys.generate(new SecureRandom()) + "\n");
        config = OriginNodeConfig.singleSite(folder.resolve("data"), "site")
                .withNotifications("photos", List.of(RESIZE), keys, List.of(URI.create(control.url())));
    }

    private static String key(Received call) {
        return new JsonObject(call.text())
                .getJsonArray("Records")
                .getJsonObject(0)
                .getJsonObject("s3")
                .getJsonObject("object")
                .getString("key");
    }

    @Test
    void whatIsWrittenIsToldToTheControlPlaneByANodeOfTheNetwork() throws IOException {
        control.otherwise(received -> Answer.status(202).body("{}"));
        try (RunningOrigin origin = new RunningOrigin(config, OriginExtensions.none())) {
            origin.put("photos", "a.jpg", "x");
            origin.put("site", "index.html", "x");

            Await.until("the control plane was told", () -> control.fetches() == 1);
            Received told = control.lastRequest();
            assertThat(told.method()).isEqualTo("POST");
            assertThat(told.target())
                    .isEqualTo("/internal/invocations?function=resize&qualifier=live&region=&source=bucket%20photos");
            assertThat(key(told)).isEqualTo("a.jpg");
            SecureRandom random = new SecureRandom();
            NodeAuthenticator verifier = new NodeAuthenticator(
                    NetworkKeys.read(folder.resolve("network.keys")),
                    "control-1",
                    System::currentTimeMillis,
                    random::nextLong,
                    1 << 10);
            assertThat(verifier.verify("POST", told.target(), told::headers))
                    .isInstanceOf(Authentication.Authentic.class);
        }
    }

    @Test
    void whatAControlPlaneThatWasAwayWasNotToldItIsToldLaterAlsoByTheNextProcess() throws IOException {
        control.otherwise(received -> Answer.status(503).body(""));
        try (RunningOrigin origin = new RunningOrigin(config, OriginExtensions.none())) {
            origin.put("photos", "a.jpg", "x");
            origin.put("photos", "b.jpg", "x");
            Await.until("the control plane was asked", () -> control.fetches() > 0);
        }
        AtomicInteger before = new AtomicInteger(control.fetches());
        control.otherwise(received -> Answer.status(202).body("{}"));

        try (RunningOrigin origin = new RunningOrigin(config, OriginExtensions.none())) {
            Await.until("the control plane was told of both", () -> control.fetches() == before.get() + 2);
            assertThat(control.requests().subList(before.get(), before.get() + 2))
                    .extracting(NotificationTest::key)
                    .containsExactly("a.jpg", "b.jpg");
        }
    }

    @Test
    void aFunctionWhoseQueueIsFullDoesNotHoldUpTheOthers() throws IOException {
        config = config.withNotifications(
                "photos", List.of(RESIZE, TIDY), folder.resolve("network.keys"), List.of(URI.create(control.url())));
        AtomicInteger full = new AtomicInteger(1);
        control.otherwise(received -> received.target().contains("function=resize") && full.get() == 1
                ? Answer.status(429).body("")
                : Answer.status(202).body("{}"));
        try (RunningOrigin origin = new RunningOrigin(config, OriginExtensions.none())) {
            origin.put("photos", "a.jpg", "x");
            Await.until("tidy was told", () -> told("tidy") == 1);
            Await.until("resize was asked again", () -> told("resize") >= 2);
            full.set(0);
            Await.until("the outbox is empty", () -> isEmpty(folder.resolve("data/events")));
            assertThat(told("tidy")).isOne();
        }
    }

    private static boolean isEmpty(Path outbox) {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long told(String function) {
        return control.requests().stream()
                .filter(received -> received.target().contains("function=" + function))
                .count();
    }
}
