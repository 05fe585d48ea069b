package io.perigee.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReadsTest {

    @Test
    void whatWasReadIsTheFirstField() {
        assertThat(FileReads.bytes("rchar: 4292\nwchar: 0\nsyscr: 13\n")).isEqualTo(4292);
    }

    @Test
    void anythingElseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FileReads.bytes("wchar: 0\n"));
    }

    @Test
    void whatThisProcessReadsIsCounted(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1 << 20]);
        long before = FileReads.bytesOf(List.of(ProcessHandle.current()));

        assertThat(Files.readAllBytes(file)).hasSize(1 << 20);

        assertThat(FileReads.bytesOf(List.of(ProcessHandle.current())) - before).isGreaterThanOrEqualTo(1 << 20);
    }
}
