package io.perigee.cli.resource;

import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.CommandFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code KIND/ID} on a command line means.
 *
 * @param kind null of what is no document: functions, invalidations and nodes
 * @param target where the control plane has it
 */
record Subject(@Nullable Kind kind, String name, String target) {

    private static final String FUNCTION = "function";
    private static final String INVALIDATION = "invalidation";

    /** Reads {@code distribution/site}, {@code function/ab-test} or {@code invalidation/site/I1}. */
    static Subject parse(String text) {
        List<String> parts = Arrays.asList(text.split("/", -1));
        String word = parts.getFirst();
        if (parts.stream().noneMatch(String::isEmpty)) {
            Optional<Kind> kind = Kind.ofWord(word);
            if (kind.isPresent() && parts.size() == 2) {
                String id = parts.get(1);
                return new Subject(kind.get(), kind.get().named(id), kind.get().target(id));
            }
            if (isWord(word, FUNCTION) && parts.size() == 2) {
                return new Subject(null, FUNCTION + "/" + parts.get(1), Call.path("functions", parts.get(1)));
            }
            if (isWord(word, INVALIDATION) && parts.size() == 3) {
                return new Subject(
                        null,
                        String.join("/", INVALIDATION, parts.get(1), parts.get(2)),
                        Call.path("distributions", parts.get(1), "invalidations", parts.get(2)));
            }
        }
        throw CommandFailure.invalid(
                "\"" + text + "\" does not name anything",
                Stream.concat(
                                Arrays.stream(Kind.values()).map(kind -> kind.named("ID")),
                                Stream.of(FUNCTION + "/NAME", INVALIDATION + "/DISTRIBUTION/ID"))
                        .map(form -> "expected: " + form)
                        .toList());
    }

    /** Deletes it in the state in which it is now, and not if somebody changes it at the same moment. */
    void delete(ControlPlaneClient client) {
        Call delete = Call.delete(target, name);
        client.send(client.etag(target, name)
                .map(etag -> delete.with("If-Match", etag))
                .orElse(delete));
    }

    private static boolean isWord(String word, String singular) {
        return word.equals(singular) || word.equals(singular + "s");
    }
}
