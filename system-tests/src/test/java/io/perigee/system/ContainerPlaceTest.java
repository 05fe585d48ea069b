package io.perigee.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.perigee.chaos.place.Effect;
import io.perigee.chaos.place.Effect.Done;
import io.perigee.chaos.place.Harm;
import io.perigee.chaos.place.Link;
import io.perigee.chaos.place.Link.Direction;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.perigee.system.Answers.Answer;
import io.perigee.system.ContainerNetwork.Terms;
import io.perigee.testkit.Await;
import io.perigee.testkit.Needs;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a nemesis does to containers has the effect that it is meant to have, and ends when it is undone. */
@OnEngine
@Timeout(600)
class ContainerPlaceTest {

    private static final PlacedNode CONTROL = new PlacedNode("control-1", Kind.CONTROL, PlacedNode.EVERYWHERE);
    private static final PlacedNode REGIONAL = new PlacedNode("regional-eu-1", Kind.REGIONAL, "eu");
    private static final PlacedNode EDGE = new PlacedNode("edge-eu-1", Kind.EDGE, "eu");

    @TempDir
    private static Path folder;

    private static final AtomicInteger PATHS = new AtomicInteger();
    private static Answers answers;
    private static ContainerNetwork network;
    private static HttpServer origin;
    private static ContainerPlace place;

    @BeforeAll
    static void aNetworkInFrontOfAnOrigin() throws Exception {
        answers = new Answers();
        network = new ContainerNetwork(folder, new Terms("3s", "500ms", "0s"));
        origin = HttpServer.create(new InetSocketAddress(network.gateway(), 0), 0);
        origin.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        origin.createContext("/", exchange -> {
            byte[] body = "origin".getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Cache-Control", "max-age=3600");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        origin.start();
        place = new ContainerPlace(
                network, List.of(CONTROL, REGIONAL, EDGE), origin.getAddress().getPort());
        new Api(answers, place.apiUrl(CONTROL.id())).deploy("site", """
                {"kind": "Distribution", "id": "site", "aliases": ["127.0.0.1"],
                 "origins": [{"id": "here", "domainName": "%s", "httpPort": %d, "protocolPolicy": "http-only"}],
                 "defaultCacheBehavior": {"targetOriginId": "here", "cachePolicyId": "Managed-CachingOptimized"}}
                """.formatted(
                        place.origin().host(), place.origin().port()));
    }

    @AfterAll
    static void removed() {
        if (place != null) {
            place.close();
        } else if (network != null) {
            network.close();
        }
        if (origin != null) {
            origin.stop(0);
        }
        answers.close();
    }

    @Test
    void aRegionalCacheThatIsKilledIsGoneRoundUntilItIsBack() throws Exception {
        Effect effect = place.inflict(new Harm.Kill(REGIONAL.id()));

        assertThat(somethingNew().body()).isEqualTo("origin");
        assertThat(answers.get(place.managementUrl(REGIONAL.id()).resolve("/healthz"))
                        .status())
                .isZero();
        undo(effect);
        assertThat(somethingNew().body()).isEqualTo("origin");
    }

    @Test
    void aPausedControlPlaneIsNotMissedByViewersAndGoesOn() throws Exception {
        String path = newPath();
        assertThat(viewer(path).status()).isEqualTo(200);

        Effect effect = place.inflict(new Harm.Pause(CONTROL.id()));

        assertThat(viewer(path).status()).isEqualTo(200);
        assertThat(somethingNew().status()).isEqualTo(200);
        undo(effect);
        awaitReady(EDGE);
        new Api(answers, place.apiUrl(CONTROL.id())).invalidate("site", path);
    }

    @Test
    void anEdgeThatIsCutOffFromTheControlPlaneRevalidatesAfterItsLeaseAndComesBackByItself() throws Exception {
        onlyWhereLinksCanBeHarmed();
        String path = newPath();
        assertThat(viewer(path).cache()).startsWith("Miss");
        assertThat(viewer(path).cache()).startsWith("Hit");
        Effect effect = place.inflict(new Harm.Cut(new Link(EDGE.id(), CONTROL.id()), EnumSet.allOf(Direction.class)));

        Await.until("it asks its regional cache about what it has", () -> {
            Answer answer = viewer(path);
            assertThat(answer.body()).isEqualTo("origin");
            return !answer.cache().startsWith("Hit");
        });

        undo(effect);
        awaitReady(EDGE);
        Await.until("it serves from its cache again", () -> viewer(path).cache().startsWith("Hit"));
    }

    @Test
    void whatIsCutOffInOneDirectionIsGoneRound() throws Exception {
        onlyWhereLinksCanBeHarmed();
        Effect effect = place.inflict(new Harm.Cut(new Link(EDGE.id(), REGIONAL.id()), EnumSet.of(Direction.BACK)));

        assertThat(somethingNew().body()).isEqualTo("origin");
        undo(effect);
    }

    @Test
    void lostPacketsAndResetsCostTimeAndNoAnswers() throws Exception {
        onlyWhereLinksCanBeHarmed();
        Effect loss = place.inflict(new Harm.Loss(new Link(REGIONAL.id(), Link.ORIGIN), 0.2));
        Effect reset = place.inflict(new Harm.Reset(new Link(EDGE.id(), REGIONAL.id())));

        for (int i = 0; i < 5; i++) {
            assertThat(somethingNew().body()).isEqualTo("origin");
        }
        undo(loss);
        undo(reset);
    }

    @Test
    void edgesComeAndGo() throws Exception {
        PlacedNode added = place.addEdge("eu");

        assertThat(answers.get(place.viewerUrl(added.id()).resolve(newPath())).body())
                .isEqualTo("origin");
        place.removeEdge(added.id());
        assertThat(place.nodes()).containsExactly(CONTROL, REGIONAL, EDGE);
    }

    @Test
    void saysWhatItCannotDo() throws Exception {
        assertThat(place.inflict(new Harm.MoveClock(EDGE.id(), Duration.ofHours(1))))
                .isInstanceOf(Effect.NotPossible.class);
        assertThat(place.inflict(new Harm.FillDisk(EDGE.id()))).isInstanceOf(Effect.NotPossible.class);
    }

    private static void onlyWhereLinksCanBeHarmed() {
        Optional<String> missing = Firewall.missing();
        if (missing.isPresent()) {
            throw Needs.missing(missing.get());
        }
    }

    private static void undo(Effect effect) throws Exception {
        assertThat(effect).isInstanceOf(Done.class);
        ((Done) effect).undo().run();
    }

    private static void awaitReady(PlacedNode node) {
        Await.until(
                node.id() + " is ready",
                () -> answers.get(place.managementUrl(node.id()).resolve("/readyz"))
                                .status()
                        == 200);
    }

    private static Answer somethingNew() {
        return viewer(newPath());
    }

    private static String newPath() {
        return "/" + PATHS.incrementAndGet();
    }

    private static Answer viewer(String path) {
        return answers.get(place.viewerUrl(EDGE.id()).resolve(path));
    }
}
