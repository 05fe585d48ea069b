package io.perigee.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.distribution.Logging;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.observability.AccessLog;
import io.perigee.observability.AccessLogWriter;
import io.perigee.observability.BucketLog;
import io.perigee.observability.LogDelivery;
import io.perigee.observability.LogFile;
import io.perigee.observability.LogSink;
import io.perigee.observability.RealTimeLog;
import io.perigee.observability.S3Objects;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An edge's access log, of the sinks that its configuration names. */
final class AccessLogs {

    private static final String FOLDER = "access-logs";
    private static final int UNIQUE_LENGTH = 8;

    private AccessLogs() {}

    /**
     * The access log in a file; off without one.
     *
     * @throws IOException if the file cannot be opened
     */
    static AccessLog open(@Nullable Path file, AccessLogFilesConfig kept, MeterRegistry registry) throws IOException {
        return start(file(file, kept), registry);
    }

    /**
     * The access log of a network's edge.
     *
     * @param distributions by id, as they are now
     * @throws IOException if a file or the secret for the object store cannot be opened
     */
    static AccessLog open(
            EdgeConfig config, Function<String, @Nullable CompiledDistribution> distributions, MeterRegistry registry)
            throws IOException {
        List<LogSink> sinks = file(config.accessLog(), config.accessLogFiles());
        LogDeliveryConfig delivery = config.logDelivery();
        if (delivery != null) {
            sinks.add(bucket(delivery, config.data(), distributions, registry));
        }
        Path realTime = config.realTimeLog();
        if (realTime != null) {
            sinks.add(realTime(realTime, config.accessLogFiles(), distributions));
        }
        return start(sinks, registry);
    }

    /** The logs of the distributions that have {@code logging}, on their way into their buckets. */
    static LogSink bucket(
            LogDeliveryConfig delivery,
            Path data,
            Function<String, @Nullable CompiledDistribution> distributions,
            MeterRegistry registry)
            throws IOException {
        BucketLog.Options options = new BucketLog.Options(
                data.resolve(FOLDER), delivery.interval(), delivery.maxDisk().bytes(), TierRuntime.DOMAIN);
        return BucketLog.open(
                options,
                id -> delivery(distributions.apply(id)),
                new S3Objects(delivery.access(), InstantSource.system()),
                () -> UUID.randomUUID().toString().substring(0, UNIQUE_LENGTH),
                registry);
    }

    /** The requests of the behaviors that have a real-time log, as JSON. */
    static LogSink realTime(
            Path file, AccessLogFilesConfig kept, Function<String, @Nullable CompiledDistribution> distributions)
            throws IOException {
        return RealTimeLog.open(
                options(file, kept),
                new RealTimeRules(distributions),
                bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    private static List<LogSink> file(@Nullable Path file, AccessLogFilesConfig kept) throws IOException {
        List<LogSink> sinks = new ArrayList<>();
        if (file != null) {
            sinks.add(LogFile.open(options(file, kept)));
        }
        return sinks;
    }

    private static LogFile.Options options(Path file, AccessLogFilesConfig kept) {
        return new LogFile.Options(
                file, kept.maxSize().bytes(), kept.period(), kept.keep(), kept.includeCookies(), TierRuntime.DOMAIN);
    }

    private static AccessLog start(List<LogSink> sinks, MeterRegistry registry) {
        return sinks.isEmpty()
                ? AccessLog.OFF
                : AccessLogWriter.start(sinks, AccessLogWriter.QUEUE_LENGTH, InstantSource.system(), registry);
    }

    private static @Nullable LogDelivery delivery(@Nullable CompiledDistribution distribution) {
        Logging logging =
                distribution == null ? null : distribution.distribution().logging();
        return logging == null || !logging.enabled()
                ? null
                : new LogDelivery(logging.bucket(), logging.prefix(), logging.includeCookies());
    }
}
