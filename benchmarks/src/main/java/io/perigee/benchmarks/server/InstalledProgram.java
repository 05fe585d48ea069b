package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.Executables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A peer's program as the system's packages bring it. */
record InstalledProgram(Executables executables, String name, String debianPackage, String versionOption) {

    /** Whether it is here, with the first line of what it says about itself. */
    Contestant.Availability availability() {
        return executables
                .find(name)
                .<Contestant.Availability>map(path -> new Contestant.Availability.Installed(version(path)))
                .orElseGet(() -> new Contestant.Availability.Missing("apt-get install " + debianPackage));
    }

    Path path() {
        return executables
                .find(name)
                .orElseThrow(() -> new IllegalStateException(name + " is started though it is not installed"));
    }

    private String version(Path path) {
        try {
            Process process = new ProcessBuilder(path.toString(), versionOption)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .findFirst()
                        .orElse(name);
            }
        } catch (IOException e) {
            return name + " (does not say which version: " + e.getMessage() + ")";
        }
    }
}
