package io.perigee.functions.runtime;

/**
 * How a version's provisioned concurrency is doing on this node.
 *
 * @param requested environments that are to be kept initialised
 * @param available those of them that are
 * @param inUse those of the available ones that have a call
 * @param invocations calls that ran in one of them
 * @param spilloverInvocations calls that ran elsewhere since all of them had one, or were not there yet
 * @param failing whether environments end again and again before they have had a call, or cannot be started
 */
public record ProvisionedUse(
        int requested, int available, int inUse, long invocations, long spilloverInvocations, boolean failing) {
    /** That of a function that has none. */
    public static final ProvisionedUse NONE = new ProvisionedUse(0, 0, 0, 0, 0, false);
}
