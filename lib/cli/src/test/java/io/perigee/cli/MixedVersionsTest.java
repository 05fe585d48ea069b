package io.perigee.cli;

import static io.perigee.cli.MixedNetwork.CONTROL;
import static io.perigee.cli.MixedNetwork.EDGE;
import static io.perigee.cli.MixedNetwork.ORIGIN;
import static io.perigee.cli.MixedNetwork.REGIONAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes of this build and of the previous release in one network, as they are while it is upgraded.
 * {@code system-tests/mixed-versions/run} builds the previous one and runs this with {@code -Dperigee.previous=DIR}: the folder
 * with its jars.
 */
@Timeout(900)
class MixedVersionsTest {

    private static final String THIS_BUILD = System.getProperty("java.class.path");

    @TempDir
    Path folder;

    private String previous = "";
    private @Nullable MixedNetwork opened;

    @BeforeEach
    void aNetworkOfThePreviousRelease() throws IOException, InterruptedException {
        Path jars = Path.of(System.getProperty("perigee.previous", ""));
        assumeTrue(
                !jars.toString().isEmpty(),
                "no previous build: give its jars with -Dperigee.previous=DIR, or run system-tests/mixed-versions/run");
        assertThat(jars).isDirectory();
        previous = jars + "/*";
        MixedNetwork network = new MixedNetwork(Files.createDirectories(folder.resolve("network")));
        opened = network;
        network.start(previous);
        network.deploy(1);
        network.awaitRound(1);
    }

    @AfterEach
    void end() {
        if (opened != null) {
            opened.close();
        }
    }

    private MixedNetwork network() {
        return Objects.requireNonNull(opened);
    }

    private void change(int round) throws IOException, InterruptedException {
        network().change(round);
        network().awaitRound(round);
    }

    @Test
    void aNewControlPlaneWorksWithOldNodes() throws IOException, InterruptedException {
        MixedNetwork network = network();
        network.restart(THIS_BUILD, CONTROL);
        network.awaitRound(1);
        change(2);

        network.restart(previous, EDGE, REGIONAL, ORIGIN);
        network.awaitRound(2);
        change(3);

        // They know nothing, and have to read the new control plane's snapshot.
        network.startAnew(previous, REGIONAL);
        network.startAnew(previous, EDGE);
        network.awaitRound(3);
        change(4);

        network.restart(THIS_BUILD, ORIGIN, REGIONAL, EDGE);
        network.awaitRound(4);
        change(5);
    }

    @Test
    void anOldControlPlaneWorksWithNewNodes() throws IOException, InterruptedException {
        MixedNetwork network = network();
        network.restart(THIS_BUILD, REGIONAL, EDGE, ORIGIN);
        network.awaitRound(1);
        change(2);

        network.restart(previous, CONTROL);
        network.restart(THIS_BUILD, EDGE, REGIONAL);
        network.awaitRound(2);
        change(3);

        network.startAnew(THIS_BUILD, REGIONAL);
        network.startAnew(THIS_BUILD, EDGE);
        network.awaitRound(3);
        change(4);

        // The way back, and on again.
        network.restart(previous, EDGE, REGIONAL, ORIGIN);
        network.awaitRound(4);
        change(5);

        network.restart(THIS_BUILD, CONTROL, EDGE, REGIONAL, ORIGIN);
        network.awaitRound(5);
        change(6);
    }
}
