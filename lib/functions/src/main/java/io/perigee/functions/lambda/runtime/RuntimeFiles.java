package io.perigee.functions.lambda.runtime;

import io.perigee.functions.lambda.runtime.Interpreters.Interpreter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Our bootstraps as files, which functions' users can read, and the commands that start them. */
public final class RuntimeFiles {
    private static final String NODEJS = "bootstrap.cjs";
    private static final String PYTHON = "bootstrap.py";

    private static final String JAVA = "java";

    private final Path directory;
    private final JavaFiles java;

    /** Writes them into that directory, which is made if it is not there. Blocks on the disk. */
    public RuntimeFiles(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            for (String name : List.of(NODEJS, PYTHON)) {
                try (InputStream in = RuntimeFiles.class.getResourceAsStream(name)) {
                    if (in == null) {
                        throw new FileNotFoundException("the resource " + name);
                    }
                    Files.copy(in, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            java = new JavaFiles(directory.resolve(JAVA));
        } catch (IOException e) {
            throw new UncheckedIOException("the bootstraps cannot be written to " + directory, e);
        }
    }

    /** {@code LAMBDA_RUNTIME_DIR}. */
    public Path directory() {
        return directory;
    }

    /**
     * What starts a handler's bootstrap. Blocks while a program is prepared that is used for the first time.
     *
     * @param memorySize the function's, MB
     */
    public List<String> command(Interpreter interpreter, int memorySize) {
        String program = interpreter.program().toString();
        return switch (interpreter.language()) {
            case NODEJS ->
                List.of(
                        program,
                        "--max-old-space-size=" + memorySize * 9 / 10,
                        directory.resolve(NODEJS).toString());
            case PYTHON -> List.of(program, "-u", directory.resolve(PYTHON).toString());
            case JAVA -> java.command(program, memorySize);
            case PROVIDED -> throw new IllegalArgumentException("no bootstrap for " + interpreter.language());
        };
    }
}
