package io.perigee.cli.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Violations;
import io.perigee.distribution.document.Violation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/**
 * The control plane's API, seen from a command: what is fulfilled is an {@link Answer}, everything else ends the command
 * with a {@link CommandFailure} that says what to do.
 */
public final class ControlPlaneClient implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** More than the control plane waits for a node in one request. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI server;
    private final Credentials credentials;
    private final HttpClient http;

    /** @param trust empty: the authorities that Java trusts */
    ControlPlaneClient(URI server, Credentials credentials, Optional<SSLContext> trust) {
        this.server = server;
        this.credentials = credentials;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_LIMIT);
        trust.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /** The answer to a call that must be fulfilled. */
    public Answer send(Call call) {
        HttpResponse<String> response = exchange(call);
        if (response.statusCode() / 100 == 2) {
            return answer(response);
        }
        throw refused(call, response);
    }

    /** The answer, or nothing if the control plane has no such thing. */
    public Optional<Answer> find(Call call) {
        HttpResponse<String> response = exchange(call);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() / 100 == 2) {
            return Optional.of(answer(response));
        }
        throw refused(call, response);
    }

    /** The entity tag, with its quotes, of what is there now; empty where it has none. */
    public Optional<String> etag(String target, String subject) {
        return Optional.ofNullable(send(Call.get(target, subject)).etag());
    }

    /**
     * The elements of a list, of all its pages.
     *
     * @param continuation the query's parameter that asks for the elements after a page
     */
    public List<JsonNode> list(String target, String continuation, String subject) {
        List<JsonNode> elements = new ArrayList<>();
        JsonNode next;
        String page = target;
        do {
            JsonNode body = send(Call.get(page, subject)).body();
            body.path("items").forEach(elements::add);
            next = body.path("next");
            page = target + "?" + continuation + "=" + Call.encoded(next.asText());
        } while (!next.isMissingNode() && !next.isNull());
        return elements;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpResponse<String> exchange(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(call.target()))
                .timeout(ANSWER_LIMIT)
                .header("Accept", "application/json, application/problem+json")
                .method(call.method(), call.body());
        call.headers().forEach(request::header);
        if (credentials instanceof Credentials.Token(String token, String source)) {
            try {
                request.header("Authorization", "Bearer " + token);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.invalid("the token in " + source + " has characters that no token has");
            }
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (HttpConnectTimeoutException | ConnectException e) {
            throw unreachable(e);
        } catch (HttpTimeoutException e) {
            throw CommandFailure.failed(
                    "the control plane at " + server + " did not answer within " + ANSWER_LIMIT.toSeconds() + " s");
        } catch (SSLHandshakeException e) {
            throw CommandFailure.failed(
                    "the certificate of the control plane at " + server + " is not accepted: " + e.getMessage(),
                    "the authority that signed it is named with --ca-file FILE or the environment's PERIGEE_CA_FILE");
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "the connection to the control plane at " + server + " broke: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    private CommandFailure unreachable(IOException e) {
        String reason = e instanceof HttpConnectTimeoutException
                ? "no answer within " + CONNECT_LIMIT.toSeconds() + " s"
                : causedByName(e) ? "unknown host" : "connection refused";
        return CommandFailure.failed(
                "no control plane at " + server + " (" + reason + ")",
                "start a network with: perigee demo",
                "or a control plane with: perigee control --config FILE",
                "one elsewhere is named with --server URL or the environment's PERIGEE_SERVER");
    }

    private static boolean causedByName(Throwable e) {
        return e instanceof UnresolvedAddressException || (e.getCause() != null && causedByName(e.getCause()));
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                parsed(response.body()),
                response.headers().firstValue("ETag").orElse(null),
                response.headers());
    }

    private static JsonNode parsed(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private CommandFailure refused(Call call, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 401) {
            return unauthorized();
        }
        JsonNode problem = parsed(response.body());
        List<Violation> violations = new ArrayList<>();
        for (JsonNode each : problem.path("violations")) {
            JsonNode value = each.path("value");
            violations.add(new Violation(
                    each.path("field").asText(),
                    value.isMissingNode() || value.isNull() ? null : value.asText(),
                    each.path("expected").asText()));
        }
        String reason = problem.path("detail").asText(problem.path("title").asText("refused"));
        return CommandFailure.failed(
                call.subject() + ": " + reason.replaceFirst("\\.$", "") + " (" + status + ")",
                Violations.lines(violations));
    }

    private CommandFailure unauthorized() {
        return switch (credentials) {
            case Credentials.Token(String token, String source) ->
                CommandFailure.failed(
                        "the control plane at " + server + " does not accept the token in " + source,
                        "its tokens are in the file api-token in its data folder");
            case Credentials.Missing(List<String> places) -> {
                List<String> details = new ArrayList<>(List.of("looked for in:"));
                places.forEach(place -> details.add("  " + place));
                details.add("the control plane's tokens are in the file api-token in its data folder");
                yield CommandFailure.failed("the control plane at " + server + " asks for a token (401)", details);
            }
        };
    }
}
