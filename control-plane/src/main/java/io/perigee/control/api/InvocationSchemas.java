package io.perigee.control.api;

import static io.perigee.control.api.ApiSchemas.field;
import static io.perigee.control.api.ApiSchemas.integer;
import static io.perigee.control.api.ApiSchemas.list;
import static io.perigee.control.api.ApiSchemas.object;
import static io.perigee.control.api.ApiSchemas.oneOf;
import static io.perigee.control.api.ApiSchemas.optional;
import static io.perigee.control.api.ApiSchemas.page;
import static io.perigee.control.api.ApiSchemas.reference;
import static io.perigee.control.api.ApiSchemas.text;
import static io.perigee.control.api.ApiSchemas.time;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The schemas of what is answered about invocations. */
final class InvocationSchemas {

    private InvocationSchemas() {}

    static void put(ObjectNode schemas) {
        schemas.set("InvocationResponse", JsonNodeFactory.instance.objectNode());
        schemas.set("AcceptedInvocation", object(field("requestId", text())));
        schemas.set("DeadLetter", deadLetter(field("payload", text()), field("response", text())));
        schemas.set("DeadLetterSummary", deadLetter());
        schemas.set("DeadLetterList", page("DeadLetterSummary", "string"));
        rules(schemas);
    }

    private static void rules(ObjectNode schemas) {
        schemas.set(
                "EventRuleState",
                object(
                        field("name", text()),
                        field("etag", text()),
                        field("updatedAt", time()),
                        optional("nextDue", time()),
                        field("document", reference("EventRule"))));
        schemas.set("EventRuleStateList", object(field("items", list(reference("EventRuleState")))));
    }

    private static ObjectNode deadLetter(ApiSchemas.Field... more) {
        List<ApiSchemas.Field> fields = new ArrayList<>(List.of(
                field("requestId", text()),
                field("function", text()),
                field("qualifier", text()),
                field("region", text()),
                field("source", text()),
                field(
                        "condition",
                        oneOf(
                                "RetriesExhausted",
                                "EventAgeExceeded",
                                "FunctionNotFound",
                                "QueueFull",
                                "RecursiveLoop")),
                field("errors", integer()),
                field("acceptedAt", time()),
                field("givenUpAt", time()),
                field("payloadSize", integer())));
        fields.addAll(List.of(more));
        return object(fields.toArray(ApiSchemas.Field[]::new));
    }
}
