package io.perigee.functions.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.lambda.runtime.Interpreters.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeFilesTest {
    private static final String OPTION = "-XX:SharedArchiveFile=";

    @TempDir
    private Path directory;

    @Test
    void aJvmStartsWithAnArchiveOfWhatHandlersNeedWhichFunctionsUsersCanRead() throws Exception {
        RuntimeFiles files = new RuntimeFiles(directory);
        Interpreter java =
                new Interpreter(Language.JAVA, Path.of(System.getProperty("java.home"), "bin", "java"), "21");

        List<String> command = files.command(java, 256);

        Path archive = Path.of(command.stream()
                .filter(word -> word.startsWith(OPTION))
                .findFirst()
                .orElseThrow()
                .substring(OPTION.length()));
        assertThat(Files.size(archive)).isGreaterThan(1 << 20);
        assertThat(Files.getPosixFilePermissions(archive)).contains(PosixFilePermission.OTHERS_READ);
        assertThat(files.command(java, 512)).contains(OPTION + archive);
    }

    @Test
    void aProgramThatMakesNoArchiveIsStartedWithout() {
        Interpreter other = new Interpreter(Language.JAVA, Path.of("/bin/false"), "21");

        assertThat(new RuntimeFiles(directory).command(other, 256)).noneMatch(word -> word.startsWith(OPTION));
    }
}
