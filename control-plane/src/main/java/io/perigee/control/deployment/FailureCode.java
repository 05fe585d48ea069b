package io.perigee.control.deployment;

/**
 * Why a deployment has not succeeded; a selection of CodeDeploy's <a
 * href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ErrorInformation.html">error codes</a>.
 */
public enum FailureCode {
    /** The version fails too often or takes too long. */
    ALARM_ACTIVE,
    /** A hook has failed, or could not be called. */
    HOOK_EXECUTION_FAILURE,
    /** Somebody has stopped it. */
    MANUAL_STOP,
    /** The alias is not as the deployment has left it, or must not be moved. */
    INVALID_LAMBDA_CONFIGURATION
}
