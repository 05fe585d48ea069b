package io.perigee.cli.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Answer;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Column;
import java.util.List;
import java.util.Optional;

/** A rule at the control plane. */
record Rule(String name) {

    static final String COLLECTION = Call.path("event-rules");

    static final List<Column> COLUMNS = List.of(
            Column.of("RULE", "name"),
            new Column("WHEN", Rule::when),
            new Column("FUNCTION", rule -> text(rule, "function") + ":" + text(rule, "qualifier")),
            Column.of("STATE", "document", "state"),
            Column.of("NEXT", "nextDue"),
            Column.of("DESCRIPTION", "document", "description"));

    String subject() {
        return "rule/" + name;
    }

    String target() {
        return Call.path("event-rules", name);
    }

    /** Its entity tag now, if it is there. */
    Optional<String> etag(ControlPlaneClient client) {
        return client.find(Call.get(target(), subject())).map(Answer::etag);
    }

    private static String when(JsonNode rule) {
        JsonNode types = rule.path("document").path("eventPattern").path("detail-type");
        String events =
                Column.of("", "document", "eventPattern", "detail-type").value().apply(rule);
        String schedule = text(rule, "scheduleExpression");
        return types.isEmpty() || schedule.isEmpty() ? schedule + events : schedule + "," + events;
    }

    private static String text(JsonNode rule, String field) {
        return rule.path("document").path(field).asText();
    }
}
