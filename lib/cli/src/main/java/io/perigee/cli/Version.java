package io.perigee.cli;

import picocli.CommandLine.IVersionProvider;

/** The program's version, as its jar says, and the Java version that runs it. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String own = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "perigee " + (own == null ? "(not packaged)" : own) + " (Java " + System.getProperty("java.version") + ")"
        };
    }
}
