package io.perigee.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutablesTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstFolderThatHasTheProgramCounts() throws IOException {
        Path second = Files.createDirectories(folder.resolve("second"));
        Files.writeString(folder.resolve("wrk"), "not a program");
        Path program = Files.writeString(second.resolve("wrk"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(Executables.in(folder, second).find("wrk")).contains(program);
    }

    @Test
    void whatIsMissingIsNamedWithTheCommandThatInstallsIt() {
        assertThatThrownBy(() -> Executables.in(folder).require("taskset", "util-linux"))
                .isInstanceOf(UnsuitableMachineException.class)
                .hasMessage("taskset is not installed; on Debian and Ubuntu: apt-get install util-linux");
    }
}
