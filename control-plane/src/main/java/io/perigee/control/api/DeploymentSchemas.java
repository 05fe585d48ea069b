package io.perigee.control.api;

import static io.perigee.control.api.ApiSchemas.field;
import static io.perigee.control.api.ApiSchemas.list;
import static io.perigee.control.api.ApiSchemas.object;
import static io.perigee.control.api.ApiSchemas.oneOf;
import static io.perigee.control.api.ApiSchemas.optional;
import static io.perigee.control.api.ApiSchemas.reference;
import static io.perigee.control.api.ApiSchemas.text;
import static io.perigee.control.api.ApiSchemas.time;
import static io.perigee.control.api.ApiSchemas.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.deployment.FailureCode;
import io.perigee.control.deployment.Stage;
import java.util.Arrays;
import java.util.function.Function;

/** The schemas of what is answered about deployments. */
final class DeploymentSchemas {

    private DeploymentSchemas() {}

    static void put(ObjectNode schemas) {
        ObjectNode error =
                object(field("code", oneOf(names(FailureCode.values(), FailureCode::name))), field("message", text()));
        schemas.set(
                "DeploymentState",
                object(
                        field("id", text()),
                        field("function", text()),
                        field("alias", text()),
                        field("status", oneOf(names(Stage.values(), Stage::status))),
                        field("lifecycleEvent", oneOf(names(Stage.values(), Stage::lifecycleEvent))),
                        field("currentVersion", text()),
                        field("targetVersion", text()),
                        field("weight", type("number").put("minimum", 0).put("maximum", 1)),
                        field("createdAt", time()),
                        field("changedAt", time()),
                        optional("nextStepAt", time()),
                        optional("endedAt", time()),
                        optional("errorInformation", error),
                        field("document", reference("AliasDeployment"))));
        schemas.set("DeploymentStateList", object(field("items", list(reference("DeploymentState")))));
    }

    private static <T> String[] names(T[] values, Function<T, String> name) {
        return Arrays.stream(values).map(name).distinct().toArray(String[]::new);
    }
}
