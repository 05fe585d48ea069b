package io.perigee.functions.lambda.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sandbox's user leaves where the node cannot keep it from it. */
class SharedPlacesTest {
    /** None that a node of this machine would take. */
    private static final int USER = 57_991;

    private static final int MORE = 1 << 20;

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @BeforeAll
    static void onlyRootCanGiveFilesAway() {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can make files of other users");
    }

    private static void give(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", USER);
    }

    @Test
    void filesOfTheUserAreCountedAndDeletedAndThoseOfOthersStay() throws IOException {
        Path folder = Files.createDirectory(first.resolve("folder"));
        give(Files.write(folder.resolve("a"), new byte[100_000]));
        give(folder);
        give(Files.write(second.resolve("b"), new byte[50_000]));
        Path others = Files.write(second.resolve("c"), new byte[70_000]);
        SharedPlaces places = SharedPlaces.in(List.of(first, second, first.resolve("missing")));

        assertThat(places.size(USER, MORE)).isEqualTo(150_000);
        assertThat(places.size(USER, 10_000)).isGreaterThan(10_000);
        places.clear(USER);

        assertThat(places.size(USER, MORE)).isZero();
        assertThat(first).isEmptyDirectory();
        assertThat(others).hasSize(70_000);
    }

    @Test
    void aLinkIsDeletedAndNotFollowed() throws IOException {
        Path kept = Files.write(second.resolve("kept"), new byte[10]);
        Path link = Files.createSymbolicLink(first.resolve("link"), second);
        Files.setAttribute(link, "unix:uid", USER, LinkOption.NOFOLLOW_LINKS);

        SharedPlaces.in(List.of(first)).clear(USER);

        assertThat(first).isEmptyDirectory();
        assertThat(kept).exists();
    }

    @Test
    void memoryQueuesAndSemaphoresOfTheUserAreRemoved() throws IOException {
        assertThat(Commands.succeeds(List.of(
                        "setpriv", "--reuid=" + USER, "--clear-groups", "--", "ipcmk", "-M", "100", "-Q", "-S", "1")))
                .isTrue();
        assertThat(ofUser()).hasSize(3);

        SharedPlaces.in(List.of()).clear(USER);

        assertThat(ofUser()).isEmpty();
    }

    private static List<String> ofUser() throws IOException {
        List<String> all = new ArrayList<>();
        for (String kind : List.of("shm", "msg", "sem")) {
            Files.readAllLines(Path.of("/proc/sysvipc", kind)).stream()
                    .filter(line -> line.contains(" " + USER + " "))
                    .forEach(all::add);
        }
        return all;
    }
}
