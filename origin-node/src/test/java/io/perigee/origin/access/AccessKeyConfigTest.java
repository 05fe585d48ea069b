package io.perigee.origin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.node.config.ConfigException;
import io.perigee.node.config.NodeConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessKeyConfigTest {

    @TempDir
    private Path folder;

    private AccessKeyConfig parse(String yaml) {
        return NodeConfigReader.parse("key.yaml", yaml, folder, AccessKeyConfig.class);
    }

    @Test
    void aSecretIsInTheConfigurationOrInAFile() throws IOException {
        Files.writeString(folder.resolve("secret"), "hunter2\n");

        assertThat(parse("{id: AKID, secretFile: secret}").read()).isEqualTo(new AccessKey("AKID", "hunter2"));
        assertThat(parse("{id: AKID, secret: hunter2}").read()).isEqualTo(new AccessKey("AKID", "hunter2"));
        assertThat(parse("{id: AKID, secret: hunter2}").toString()).doesNotContain("hunter2");
    }

    @Test
    void neitherBothNorNoneNorAnEmptyFileWillDoAndNoSecretIsShown() throws IOException {
        Files.writeString(folder.resolve("secret"), "\n");

        assertThatThrownBy(() -> parse("{id: AKID}")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> parse("{id: AKID, secret: hunter2, secretFile: secret}"))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains("either secret or secretFile")
                .doesNotContain("hunter2");
        assertThatThrownBy(() -> parse("{id: 'A/B', secret: hunter2}"))
                .message()
                .doesNotContain("hunter2");
        assertThatThrownBy(() -> parse("{id: AKID, secretFile: secret}").read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is empty");
    }
}
