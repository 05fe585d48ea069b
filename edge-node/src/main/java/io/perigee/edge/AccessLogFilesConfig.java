package io.perigee.edge;

import io.perigee.node.config.ByteSize;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.time.Duration;

/** How much of the access log is kept on a node's disk: at most {@code maxSize} times one more than {@code keep}. */
public record AccessLogFilesConfig(
        @Setting(value = "The size at which a file is set aside and compressed.", min = "1KiB") @Default("64MiB")
        ByteSize maxSize,

        @Setting(
                value = "A file holds requests of one such period at most, counted from midnight UTC.",
                min = "1s",
                max = "365d")
        @Default("1d")
        Duration period,

        @Setting(value = "How many files are kept beside the current one.", min = "1", max = "1000") @Default("8")
        int keep,

        @Setting("Whether the viewers' cookies are written.") @Default("false")
        boolean includeCookies) {

    /** 64 MiB or a day in each file, and eight of them. */
    public static final AccessLogFilesConfig DEFAULT =
            new AccessLogFilesConfig(new ByteSize(64L << 20), Duration.ofDays(1), 8, false);
}
