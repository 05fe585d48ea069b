package io.perigee.functions.runtime;

/**
 * What a runtime knows of a version's environments since it was deployed here.
 *
 * @param coldStarts calls that waited for an environment to be started
 * @param warmStarts calls that found one
 * @param environments that are alive now: processes, isolates, verticles
 * @param maxMemoryUsed the most that any of them has used, MB; 0 where the runtime cannot tell
 * @param computeUtilisation the longest call as a percentage of the compute time allowed; 0 where there is no such limit
 * @param provisioned of those environments, the ones that are kept initialised
 */
public record RuntimeCounters(
        long coldStarts,
        long warmStarts,
        int environments,
        int maxMemoryUsed,
        int computeUtilisation,
        ProvisionedUse provisioned) {
    /** Of a function without provisioned concurrency. */
    public RuntimeCounters(
            long coldStarts, long warmStarts, int environments, int maxMemoryUsed, int computeUtilisation) {
        this(coldStarts, warmStarts, environments, maxMemoryUsed, computeUtilisation, ProvisionedUse.NONE);
    }
}
