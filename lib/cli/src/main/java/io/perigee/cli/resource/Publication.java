package io.perigee.cli.resource;

import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;

/**
 * A version that was published, or is published already.
 *
 * @param subject it in words
 */
record Publication(String subject, int version) {

    /** Publishes and says so. */
    static Publication send(Terminal terminal, ControlPlaneClient client, Call publish) {
        Answer answer = client.send(publish);
        int number = answer.body().path("version").asInt();
        Publication publication = new Publication(publish.subject() + " version " + number, number);
        // The newest version's own package again is not another version.
        terminal.out()
                .println(publication.subject() + (answer.status() == 201 ? " published (" : " unchanged (")
                        + answer.body().path("runtime").asText() + ", "
                        + answer.body().path("handler").asText() + ")");
        return publication;
    }
}
