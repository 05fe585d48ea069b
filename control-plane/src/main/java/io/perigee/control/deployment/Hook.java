package io.perigee.control.deployment;

import io.perigee.control.invocation.Wanted;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A function that is asked whether a deployment may go on. What it is sent has the two fields of CodeDeploy's payload, and what it is about
 * besides:
 *
 * <pre>{@code
 * {"DeploymentId": "D0123456789ABC", "LifecycleEventHookExecutionId": "D0123456789ABC/BeforeAllowTraffic",
 *  "LifecycleEvent": "BeforeAllowTraffic", "FunctionName": "resize", "Alias": "live",
 *  "CurrentVersion": "3", "TargetVersion": "4"}
 * }</pre>
 *
 * @param qualifier a version, an alias or {@code latest}
 */
record Hook(String function, String qualifier) {

    /** Of a function's name, perhaps with a colon and a qualifier. */
    static Hook of(String reference) {
        int colon = reference.indexOf(':');
        return colon < 0
                ? new Hook(reference, "latest")
                : new Hook(reference.substring(0, colon), reference.substring(colon + 1));
    }

    /** The invocation that asks it about a deployment; the same one at every try. */
    Wanted asked(Deployment deployment) {
        String event = deployment.stage().lifecycleEvent();
        String execution = deployment.id() + "/" + event;
        JsonObject payload = new JsonObject()
                .put("DeploymentId", deployment.id())
                .put("LifecycleEventHookExecutionId", execution)
                .put("LifecycleEvent", event)
                .put("FunctionName", deployment.function())
                .put("Alias", deployment.alias())
                .put("CurrentVersion", Integer.toString(deployment.currentVersion()))
                .put("TargetVersion", Integer.toString(deployment.targetVersion()));
        String requestId = UUID.nameUUIDFromBytes(execution.getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Wanted(requestId, function, qualifier, "", payload.toBuffer());
    }
}
