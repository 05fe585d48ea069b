package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Column;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Texts;
import java.util.List;

/** Prints what the control plane has of a kind, all or one, in the wanted format. */
record Showing(Terminal terminal, Listing listing, OutputFormat format) {

    void all(ControlPlaneClient client, String collection) {
        List<JsonNode> found = client.list(collection, listing.continuation(), listing.plural());
        switch (format) {
            case TABLE -> {
                if (found.isEmpty()) {
                    terminal.err().println("no " + listing.plural().replace('-', ' '));
                } else {
                    Column.print(terminal, listing.columns(), found);
                }
            }
            case JSON ->
                terminal.out()
                        .println(Texts.json(JsonNodeFactory.instance.arrayNode().addAll(found)));
            case YAML ->
                // What every network has cannot be applied.
                found.stream().filter(each -> !each.path("managed").asBoolean()).forEach(each -> {
                    terminal.out().println("---");
                    terminal.out().println(Texts.yaml(listing.document(each)));
                });
        }
    }

    void one(ControlPlaneClient client, String collection, String id) {
        JsonNode found = client.send(Call.get(collection + "/" + Call.encoded(id), listing.singular() + "/" + id))
                .body();
        switch (format) {
            case TABLE -> Column.print(terminal, listing.columns(), List.of(found));
            case JSON -> terminal.out().println(Texts.json(found));
            case YAML -> terminal.out().println(Texts.yaml(listing.document(found)));
        }
    }
}
