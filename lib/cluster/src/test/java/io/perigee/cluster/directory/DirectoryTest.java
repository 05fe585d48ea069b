package io.perigee.cluster.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.perigee.cluster.directory.NodeDirectory.Registration;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryTest {

    private long now = Long.MAX_VALUE - 3;
    private final DirectoryView view = view("");

    @Test
    void nodesAreListedByRoleRegionAndReadiness() {
        view.put(node("b", Role.EDGE, "eu", NodeState.READY));
        view.put(node("a", Role.EDGE, "us", NodeState.READY));
        view.put(node("c", Role.EDGE, "eu", NodeState.DRAINING));
        view.put(node("r", Role.REGIONAL, "eu", NodeState.READY));
        assertThat(view.nodes()).extracting(NodeInfo::id).containsExactly("a", "b", "c", "r");
        assertThat(view.ready(Role.EDGE)).extracting(NodeInfo::id).containsExactly("a", "b");
        assertThat(view.ready(Role.EDGE, "eu")).extracting(NodeInfo::id).containsExactly("b");
    }

    @Test
    void listenersHearOfChangesAndOnlyOfChangesUntilTheyLeave() {
        List<List<NodeInfo>> heard = new ArrayList<>();
        Registration registration = view.listen(heard::add);
        view.put(node("a", Role.EDGE, "eu", NodeState.READY));
        view.put(node("a", Role.EDGE, "eu", NodeState.READY));
        view.remove("nobody");
        view.synced(view.nodes());
        view.remove("a");
        registration.close();
        view.put(node("b", Role.EDGE, "eu", NodeState.READY));
        assertThat(heard).extracting(List::size).containsExactly(0, 1, 0);
    }

    @Test
    void aNodeThatAFullReadingDoesNotContainStaysForItsGrace() {
        view.put(node("a", Role.REGIONAL, "eu", NodeState.READY));
        view.put(node("b", Role.REGIONAL, "eu", NodeState.READY));
        view.synced(List.of(node("c", Role.REGIONAL, "eu", NodeState.READY)));
        assertThat(view.nodes()).extracting(NodeInfo::id).containsExactly("a", "b", "c");
        pass(9);
        view.put(node("b", Role.REGIONAL, "eu", NodeState.READY));
        view.dropMissing();
        assertThat(view.nodes()).hasSize(3);
        pass(1);
        view.dropMissing();
        assertThat(view.nodes()).extracting(NodeInfo::id).containsExactly("b", "c");
    }

    @Test
    void whileTheClusterIsAwayNobodyIsDropped() {
        view.put(node("a", Role.REGIONAL, "eu", NodeState.READY));
        view.synced(List.of());
        view.outOfReach();
        pass(100);
        view.dropMissing();
        assertThat(view.nodes()).hasSize(1);
    }

    @Test
    void whatIsExportedCanBeImportedWithoutTheNodesOfAFormatThatIsNotKnown() {
        NodeInfo node = node("a", Role.EDGE, "eu", NodeState.READY);
        view.put(node);
        assertThat(view(view.export()).nodes()).containsExactly(node);
        String later = view.export().replace("\"nodes\":[", "\"nodes\":[{\"format\":2,\"id\":\"z\"},{\"id\":7},");
        assertThat(view(later).nodes()).containsExactly(node);
        for (String nonsense : new String[] {"x", "{}", "[]", "{\"nodes\":1}"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> view(nonsense));
        }
    }

    @Test
    void recordsOfALaterVersionAreReadAsFarAsTheyAreKnown() {
        NodeInfo node = node("a", Role.REGIONAL, "eu", NodeState.DRAINING);
        String json = DirectoryJson.encode(node);
        assertThat(json).contains("\"format\":1", "\"role\":\"regional\"", "\"state\":\"draining\"");
        String more = json.replace("{", "{\"madeOfCheese\":true,\"moreAddresses\":[1,2],");
        assertThat(DirectoryJson.decode(more, NodeInfo.class)).contains(node);
        assertThat(DirectoryJson.decode(json.replace("regional", "satellite"), NodeInfo.class))
                .isEmpty();
        assertThat(DirectoryJson.decode(json.replace("\"format\":1", "\"format\":2"), NodeInfo.class))
                .isEmpty();
        assertThat(DirectoryJson.decode("null", NodeInfo.class)).isEmpty();
        assertThat(DirectoryJson.decode("{", NodeInfo.class)).isEmpty();
    }

    @Test
    void nodesThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> node(" ", Role.EDGE, "eu", NodeState.READY));
        assertThatIllegalArgumentException().isThrownBy(() -> node("a/b", Role.EDGE, "eu", NodeState.READY));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new NodeInfo("a", Role.EDGE, "eu", "X", 91, 0, null, null, null, "1", NodeState.READY, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeInfo(
                        "a", Role.EDGE, "eu", "X", 0, Double.NaN, null, null, null, "1", NodeState.READY, 0));
    }

    private DirectoryView view(String exported) {
        return new DirectoryView(exported, Duration.ofSeconds(10), () -> now, Runnable::run);
    }

    private void pass(long seconds) {
        now += seconds * 1_000_000_000;
    }

    private static NodeInfo node(String id, Role role, String region, NodeState state) {
        URI url = URI.create("http://127.0.0.1:8081");
        return new NodeInfo(id, role, region, "FRA1", 50.1, 8.7, url, null, url, "0.1.0", state, 1_000);
    }
}
