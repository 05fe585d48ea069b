package io.perigee.control.deployment;

/** How far a deployment is, in order but for the ends. */
public enum Stage {
    CREATED("Created", "Start"),
    BEFORE_ALLOW_TRAFFIC("InProgress", "BeforeAllowTraffic"),
    ALLOW_TRAFFIC("InProgress", "AllowTraffic"),
    /** The version has all calls and is watched. */
    BAKING("Baking", "AllowTraffic"),
    AFTER_ALLOW_TRAFFIC("InProgress", "AfterAllowTraffic"),
    /** The alias stands for the version. */
    SUCCEEDED("Succeeded", "End"),
    /** The alias stands for the version that it stood for before. */
    FAILED("Failed", "End"),
    /** Somebody has ended it. */
    STOPPED("Stopped", "End");

    private final String status;
    private final String lifecycleEvent;

    Stage(String status, String lifecycleEvent) {
        this.status = status;
        this.lifecycleEvent = lifecycleEvent;
    }

    /** As CodeDeploy's <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html">DeploymentInfo</a> has it. */
    public String status() {
        return status;
    }

    /** The lifecycle event of a deployment on the Lambda compute platform that it is at. */
    public String lifecycleEvent() {
        return lifecycleEvent;
    }

    public boolean isEnd() {
        return lifecycleEvent.equals("End");
    }
}
