package io.perigee.cli.connection;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to the control plane. */
public final class ConnectionOptions {

    static final String DEFAULT_SERVER = "http://127.0.0.1:7400";

    private final Terminal terminal;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "The control plane's API. Default: the environment's PERIGEE_SERVER, else " + DEFAULT_SERVER + ".")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file with the API's token. Default: the environment's PERIGEE_TOKEN, else what a control plane on this machine left in ~/.config/perigee/credentials.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "A PEM file with the authorities of the control plane's certificate, if its URL begins with https. Default: the environment's PERIGEE_CA_FILE, else those that Java trusts.")
    private @Nullable Path caFile;

    ConnectionOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Opens no connection yet. */
    public ControlPlaneClient connect() {
        URI uri = serverUri();
        return new ControlPlaneClient(
                uri, Credentials.find(terminal, tokenFile, uri), Authorities.find(terminal, caFile));
    }

    private URI serverUri() {
        String variable = terminal.variable("PERIGEE_SERVER");
        String text = server != null ? server : variable != null ? variable : DEFAULT_SERVER;
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawQuery() == null
                    && (uri.getRawPath() == null
                            || uri.getRawPath().isEmpty()
                            || uri.getRawPath().equals("/"));
            if (http && bare && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Reported below, with the form that is expected.
        }
        throw CommandFailure.invalid(
                (server != null ? "--server" : "PERIGEE_SERVER") + " is \"" + text + "\"",
                "expected: http://HOST:PORT or https://HOST:PORT");
    }
}
