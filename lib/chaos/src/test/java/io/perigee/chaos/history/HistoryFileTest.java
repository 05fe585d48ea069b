package io.perigee.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    private static final Event.Began BEGAN = new Event.Began(
            Event.Began.FORMAT, "test", 7, "here", 3, List.of(new PlacedNode("edge-eu-1", Kind.EDGE, "eu")));

    @TempDir
    Path folder;

    @Test
    void everyEventIsReadAsItWasWritten() throws IOException {
        List<Event> events = List.of(
                BEGAN,
                new Event.Fetched(1, "/a", 2, 3),
                new Event.Answered("eu", "edge-eu-1", "/a", 1, 2, 502, 1, 2, true, 4, 5, "why"),
                new Event.Failed("eu", "", "/a", 1, 2, "no edge can be reached"),
                new Event.Invalidated("i", List.of("/*"), 1, 2, OptionalLong.of(3), true),
                new Event.Invalidated("j", List.of("/*"), 1, 2, OptionalLong.empty(), false),
                new Event.Changed(Event.Changed.Kind.FUNCTION, 1, 2, 3, true),
                new Event.Faulted("cut", List.of("edge-eu-1"), List.of("origin"), 1, 2, 3),
                new Event.NotTried("full-disk", "needs root"),
                new Event.Agreed(1, 2, OptionalLong.empty(), false, List.of("edge-eu-1")),
                new Event.Served("edge-eu-1", List.of("/a"), 1, 2));
        Path file = folder.resolve("history.jsonl");
        HistoryFile.write(file, events);
        assertThat(HistoryFile.read(file)).isEqualTo(events);
    }

    @Test
    void whatIsNoHistoryIsRefusedWithItsLine() throws IOException {
        Path file = folder.resolve("history.jsonl");
        HistoryFile.write(file, List.of(BEGAN));
        Files.writeString(file, Files.readString(file) + "{\"event\": \"exploded\"}\n");
        assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining(file + ", line 2: ");
        HistoryFile.write(file, List.of(new Event.Fetched(1, "/a", 2, 3)));
        assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining("begins with the event \"began\"");
    }

    @Test
    void aHistoryOfAnotherVersionIsRefused() throws IOException {
        Path file = folder.resolve("history.jsonl");
        HistoryFile.write(file, List.of(new Event.Began(99, "test", 7, "here", 3, List.of())));
        assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining("version 99 (expected: 1)");
    }
}
