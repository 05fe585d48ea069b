package io.perigee.observability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * All requests of a node in a file, in CloudFront's standard format. A full file, or one of another period, is set aside and compressed; the
 * oldest are deleted.
 */
public final class LogFile implements LogSink {

    private final CloudFrontLogFormat format;
    private final RotatingFile file;
    private final LogLines lines = new LogLines(64 * 1024);

    /**
     * Where the log goes and how much of it is kept.
     *
     * @param file the current file; those set aside are {@code <file>.1.gz}, the older ones {@code .2.gz} and so on
     * @param maxFileBytes size at which a new file is begun; at least 1024
     * @param period a file holds the requests of one such period at most, counted from midnight UTC; at least a second
     * @param maxFiles how many files are kept beside the current one; at least 1
     * @param includeCookies whether the viewers' cookies are written
     * @param domain the network's domain; a distribution's own name is its id below it
     */
    public record Options(
            Path file, long maxFileBytes, Duration period, int maxFiles, boolean includeCookies, String domain) {
        public Options {
            if (maxFileBytes < 1024 || maxFiles < 1 || period.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("maxFileBytes >= 1024, maxFiles >= 1 and period >= 1s expected");
            }
        }

        RotatingFile.Rules rules() {
            return new RotatingFile.Rules(file, maxFileBytes, period.toMillis(), maxFiles);
        }
    }

    private LogFile(CloudFrontLogFormat format, RotatingFile file) {
        this.format = format;
        this.file = file;
    }

    /**
     * Opens the file, behind what is in it; a line that a killed process did not finish is cut off.
     *
     * @throws IOException if it cannot be opened
     */
    public static LogFile open(Options options) throws IOException {
        RotatingFile file =
                RotatingFile.open(options.rules(), CloudFrontLogFormat.HEADER.getBytes(StandardCharsets.US_ASCII));
        return new LogFile(new CloudFrontLogFormat(options.domain(), options.includeCookies()), file);
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public boolean take(RequestRecord record) {
        format.append(lines, record);
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
