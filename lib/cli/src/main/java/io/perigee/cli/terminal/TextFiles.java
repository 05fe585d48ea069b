package io.perigee.cli.terminal;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that options name. */
public final class TextFiles {

    private TextFiles() {}

    /**
     * The text of a file in UTF-8.
     *
     * @param option that names it, for errors
     */
    public static String read(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw CommandFailure.invalid(option + ": " + file + " does not exist");
        } catch (CharacterCodingException other) {
            throw CommandFailure.invalid(option + ": " + file + " is not text in UTF-8");
        } catch (IOException unreadable) {
            throw CommandFailure.invalid(option + ": " + file + " cannot be read");
        }
    }
}
