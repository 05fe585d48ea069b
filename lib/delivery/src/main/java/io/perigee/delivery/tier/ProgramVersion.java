package io.perigee.delivery.tier;

/** The version of the running program. */
public final class ProgramVersion {

    private ProgramVersion() {}

    /** As the jar's manifest has it; {@code development} where classes are run without one. */
    public static String current() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
