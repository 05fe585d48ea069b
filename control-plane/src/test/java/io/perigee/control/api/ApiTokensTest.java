package io.perigee.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokensTest {

    private static final String SECOND = "a-second-token-that-is-long-enough-to-be-one";

    @TempDir
    Path folder;

    private Path file;
    private ApiTokens tokens;

    @BeforeEach
    void aFirstStart() throws IOException {
        file = folder.resolve("data/api-token");
        tokens = ApiTokens.open(file, new SecureRandom());
    }

    @Test
    void theFirstStartMakesATokenThatOnlyItsOwnerCanRead() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(tokens.first()).hasSize(43);
        assertThat(tokens.admits("Bearer " + tokens.first())).isTrue();
        assertThat(tokens.admits("bearer " + tokens.first())).isTrue();
        assertThat(tokens.admits(tokens.first())).isFalse();
        assertThat(tokens.admits("Bearer " + tokens.first() + "x")).isFalse();
        assertThat(tokens.admits("Bearer ")).isFalse();
        assertThat(tokens.admits(null)).isFalse();
    }

    @Test
    void aTokenIsRotatedByAddingTheNewOneAndDroppingTheOld() throws IOException {
        String old = tokens.first();
        change("# both\n" + old + "\n" + SECOND + "\n", 1);
        assertThat(tokens.admits("Bearer " + old)).isTrue();
        assertThat(tokens.admits("Bearer " + SECOND)).isTrue();
        change(SECOND + "\n", 2);
        assertThat(tokens.admits("Bearer " + old)).isFalse();
        assertThat(tokens.admits("Bearer " + SECOND)).isTrue();
    }

    @Test
    void aFileThatCannotBeUsedChangesNothing() throws IOException {
        String old = tokens.first();
        change("short\n", 1);
        assertThat(tokens.admits("Bearer " + old)).isTrue();
        assertThat(tokens.admits("Bearer short")).isFalse();
        assertThatThrownBy(() -> ApiTokens.open(file, new SecureRandom())).hasMessageContaining("could be guessed");
    }

    @Test
    void aSharedTokenIsTakenBackUnlessAnotherHasReplacedIt() throws IOException {
        Path credential = folder.resolve("credentials/127.0.0.1-7400");
        tokens.share(credential);
        assertThat(credential).hasContent(tokens.first());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credential)))
                .isEqualTo("rw-------");
        tokens.unshare(credential);
        assertThat(credential).doesNotExist();
        Files.writeString(credential, "another's\n");
        tokens.unshare(credential);
        assertThat(credential).exists();
    }

    private void change(String text, long minutes) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(minutes * 60_000));
        tokens.reload();
    }
}
