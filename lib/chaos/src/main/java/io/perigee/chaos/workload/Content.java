package io.perigee.chaos.workload;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What there is at the origin. Every line of every body says which version of which path it belongs to. */
final class Content {

    /** What must not be served stale, so that a soft invalidation makes it go away as well. */
    static final Set<String> NEVER_STALE = Set.of("/strict", "/img/strict");

    /** What is fresh for a second only. */
    static final String BRIEF = "/brief";

    /** What viewers ask for. */
    static final List<String> PATHS = Stream.of(
                    "/",
                    "/a",
                    "/b",
                    "/c",
                    "/d",
                    "/img/1",
                    "/img/2",
                    "/img/3",
                    "/img/deep/1",
                    "/img/deep/2",
                    BRIEF,
                    "/strict",
                    "/img/strict")
            .sorted()
            .toList();

    /** A tag of everything. */
    static final String EVERY = "site";

    private static final int LONG_LINES = 2_000;

    private Content() {}

    /** What a path's folder, or the path itself where it is in none, is tagged with. */
    static String tag(String path) {
        int folder = path.lastIndexOf('/');
        return folder == 0 ? "page" + path : path.substring(1, folder);
    }

    /** What is below {@code /img/} is long enough for caches to have it on disk. */
    static String body(String path, long version) {
        String line = "version " + version + " of " + path + "\n";
        return path.startsWith("/img/") ? line.repeat(LONG_LINES) : line;
    }

    /** The version in the content, or -1 if that is not what any version of the path looks like. */
    static long versionOf(String path, Buffer body) {
        String text = body.toString();
        int space = text.indexOf(' ', "version ".length());
        if (!text.startsWith("version ") || space < 0 || space > 30) {
            return -1;
        }
        try {
            long version = Long.parseLong(text, "version ".length(), space, 10);
            return text.equals(body(path, version)) ? version : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
