package io.perigee.cli.connection;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the API's token comes from. */
public sealed interface Credentials {

    /**
     * A token.
     *
     * @param source where it was found, in words
     */
    record Token(String token, String source) implements Credentials {
        @Override
        public String toString() {
            return "Token[source=" + source + "]";
        }
    }

    /**
     * None.
     *
     * @param places where it was looked for, in words
     */
    record Missing(List<String> places) implements Credentials {
        public Missing {
            places = List.copyOf(places);
        }
    }

    /**
     * Looks in the named file, else in the environment, else where a control plane on this machine leaves it.
     *
     * @throws CommandFailure if the named file cannot be read or is empty
     */
    static Credentials find(Terminal terminal, @Nullable Path tokenFile, URI server) {
        if (tokenFile != null) {
            String token;
            try {
                token = firstLine(tokenFile);
            } catch (IOException e) {
                throw CommandFailure.invalid("--token-file: " + tokenFile + " cannot be read");
            }
            if (token.isEmpty()) {
                throw CommandFailure.invalid("--token-file: " + tokenFile + " is empty");
            }
            return new Token(token, tokenFile.toString());
        }
        String variable = terminal.variable("PERIGEE_TOKEN");
        if (variable != null) {
            return new Token(variable, "PERIGEE_TOKEN");
        }
        List<String> places = new ArrayList<>(List.of("--token-file FILE", "the environment's PERIGEE_TOKEN"));
        for (Path file : leftBehind(terminal, server)) {
            try {
                String token = firstLine(file);
                if (!token.isEmpty()) {
                    return new Token(token, file.toString());
                }
            } catch (IOException e) {
                // Not there, or another user's: the next place.
            }
            places.add(file + " (left by a control plane on this machine)");
        }
        return new Missing(places);
    }

    private static String firstLine(Path file) throws IOException {
        return Files.readString(file).lines().findFirst().orElse("").strip();
    }

    private static List<Path> leftBehind(Terminal terminal, URI server) {
        String configHome = terminal.variable("XDG_CONFIG_HOME");
        Path folder = (configHome == null ? terminal.home().resolve(".config") : Path.of(configHome))
                .resolve("perigee")
                .resolve("credentials");
        int port = server.getPort() >= 0 ? server.getPort() : server.getScheme().equals("https") ? 443 : 80;
        String host = server.getHost().replaceAll("[\\[\\]]", "");
        List<String> hosts = host.equals("localhost") ? List.of(host, "127.0.0.1") : List.of(host);
        return hosts.stream().map(each -> folder.resolve(each + "-" + port)).toList();
    }
}
