package io.perigee.functions.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.Invocation;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutputLinesTest {
    private static final int BYTES_PER_SECOND = 1_000;
    private static final int LINE = 10;

    private final List<String> told = new ArrayList<>();
    private final OutputLines lines = new OutputLines(
            new FunctionOutput() {
                @Override
                public void line(FunctionId function, String requestId, String text) {
                    told.add(text);
                }

                @Override
                public void report(Invocation invocation) {}
            },
            new FunctionId("loud", 1),
            new ByteArrayInputStream("123456789\n".repeat(500).getBytes(UTF_8)),
            BYTES_PER_SECOND,
            0);

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void asMuchAsInASecondIsReadAtOnce() {
        lines.read(0);
        assertThat(told).hasSize(BYTES_PER_SECOND / LINE);
    }

    @Test
    void thenItIsReadAsTimePasses() {
        lines.read(0);
        lines.read(millis(10));
        assertThat(told).hasSize(101);
        for (long passed = 20; passed <= 1000; passed += 10) {
            lines.read(millis(passed));
        }
        assertThat(told).hasSize(200);
    }

    @Test
    void allowanceThatIsNotUsedIsNotSavedForLongerThanASecond() {
        lines.read(millis(60_000));
        lines.read(millis(120_000));
        assertThat(told).hasSize(200);
    }

    @Test
    void itIsHeldUpWhileMoreIsThereThanMayBeRead() {
        lines.read(0);
        assertThat(lines.isHeldUp()).isTrue();
        for (long second = 1; second <= 4; second++) {
            lines.read(millis(second * 1000));
        }
        assertThat(told).hasSize(500);
        assertThat(lines.isHeldUp()).isFalse();
    }

    @Test
    void whatIsThereAtTheEndOfACallIsReadWhateverIsAllowed() {
        lines.read(0);
        lines.start("r");
        assertThat(lines.end("")).contains("123456789");
        assertThat(told).hasSize(502);
    }
}
