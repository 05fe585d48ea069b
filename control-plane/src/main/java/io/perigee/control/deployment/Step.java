package io.perigee.control.deployment;

import java.time.Instant;

/** What is to be done next about a deployment. */
sealed interface Step {

    /** Nothing, before then at the latest; an alarm or the alias may call for something earlier. */
    record Wait(Instant until) implements Step {}

    /**
     * A function is to be asked whether the deployment may go on.
     *
     * @param function its name, perhaps with a qualifier after a colon
     */
    record Ask(String function) implements Step {}

    /** The deployment as it is to be stored, with its alias moved accordingly. */
    record Become(Deployment next) implements Step {}
}
