package io.perigee.demo;

/** Is told what a start is doing. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = step -> {};

    /** @param step such as {@code starting the control plane} */
    void says(String step);
}
