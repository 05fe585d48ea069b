package io.perigee.observability;

import java.io.IOException;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Requests of the behaviors that have a real-time log configuration, within a second, as JSON lines in a file. */
public final class RealTimeLog implements LogSink {

    private static final int PERCENT = 100;
    private static final byte[] NO_HEADER = {};

    private final Rules rules;
    private final IntUnaryOperator random;
    private final RealTimeFormat format;
    private final RotatingFile file;
    private final LogLines lines = new LogLines(64 * 1024);

    /**
     * What is logged of a behavior's requests.
     *
     * @param name of the configuration
     * @param samplingRate how many of a hundred requests; 1 to 100
     * @param fields in the order in which they are written
     */
    public record Rule(String name, int samplingRate, List<RealTimeField> fields) {
        public Rule {
            fields = List.copyOf(fields);
        }
    }

    /** Tells the rule for a request; asked by the log's thread for each. */
    @FunctionalInterface
    public interface Rules {

        /** Null where the request is not logged. */
        @Nullable
        Rule of(RequestRecord record);
    }

    private RealTimeLog(Rules rules, IntUnaryOperator random, RealTimeFormat format, RotatingFile file) {
        this.rules = rules;
        this.random = random;
        this.format = format;
        this.file = file;
    }

    /**
     * Opens the file, behind what is in it.
     *
     * @param random a number from 0 to below what it is given
     * @throws IOException if the file cannot be opened
     */
    public static RealTimeLog open(LogFile.Options options, Rules rules, IntUnaryOperator random) throws IOException {
        RotatingFile file = RotatingFile.open(options.rules(), NO_HEADER);
        return new RealTimeLog(rules, random, new RealTimeFormat(options.domain()), file);
    }

    @Override
    public String name() {
        return "real-time";
    }

    @Override
    public boolean take(RequestRecord record) {
        Rule rule = rules.of(record);
        if (rule == null || random.applyAsInt(PERCENT) >= rule.samplingRate()) {
            return false;
        }
        format.append(lines, rule.name(), rule.fields(), record);
        return true;
    }

    @Override
    public void flush(long nowMillis) throws IOException {
        try {
            file.write(lines.bytes(), lines.length(), nowMillis);
        } finally {
            lines.clear();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
