package io.perigee.demo;

/** Is told what a start is doing. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = step -> {};

    /** The next thing is begun, such as {@code starting the control plane}. */
    void says(String step);
}
