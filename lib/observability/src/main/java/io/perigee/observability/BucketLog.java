package io.perigee.observability;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Distributions' access logs on their way into buckets, in CloudFront's standard format and under CloudFront's names:
 * {@code <prefix><distribution>.YYYY-MM-DD-HH.<unique>.gz}, the hour being the one in which the responses ended, UTC.
 *
 * <p>Lines are written into a file for each distribution and hour. Every {@code interval}, and when a file is large, it is closed and
 * {@link BucketUpload} takes it from there. What is on the disk survives the process; beyond {@code maxBytes} of it lines are dropped.
 */
public final class BucketLog implements LogSink {

    private static final long MAX_FILE_BYTES = 16L << 20;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final byte[] HEADER = CloudFrontLogFormat.HEADER.getBytes(StandardCharsets.US_ASCII);
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu-MM-dd-HH", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final LogDelivery.Deliveries deliveries;
    private final Supplier<String> unique;
    private final LogSpool spool;
    private final BucketUpload upload;
    private final long intervalMillis;
    private final CloudFrontLogFormat withCookies;
    private final CloudFrontLogFormat withoutCookies;
    private final Map<Target, OpenLog> open = new HashMap<>();

    /**
     * How logs are delivered.
     *
     * @param folder for what is not delivered yet
     * @param interval how long lines are gathered before they are delivered; at least a second
     * @param maxBytes what may lie in the folder
     * @param domain the network's domain; a distribution's own name is its id below it
     */
    public record Options(Path folder, Duration interval, long maxBytes, String domain) {}

    private record Target(String distribution, LogDelivery delivery, long hour) {}

    /** A file that lines are gathered for. */
    private record OpenLog(LogSpool.Writing file, LogLines lines, long sinceMillis) {}

    private BucketLog(
            Options options,
            LogDelivery.Deliveries deliveries,
            Supplier<String> unique,
            LogSpool spool,
            BucketUpload upload) {
        this.deliveries = deliveries;
        this.unique = unique;
        this.spool = spool;
        this.upload = upload;
        this.intervalMillis = options.interval().toMillis();
        this.withCookies = new CloudFrontLogFormat(options.domain(), true);
        this.withoutCookies = new CloudFrontLogFormat(options.domain(), false);
    }

    /**
     * Opens the folder and starts to deliver what is in it.
     *
     * @param unique makes the part of the names that no other node makes
     * @throws IOException if the folder cannot be used
     */
    public static BucketLog open(
            Options options,
            LogDelivery.Deliveries deliveries,
            ObjectPut objects,
            Supplier<String> unique,
            MeterRegistry registry)
            throws IOException {
        LogSpool spool = LogSpool.open(options.folder(), options.maxBytes(), registry);
        BucketUpload upload = BucketUpload.start(spool, objects, registry);
        return new BucketLog(options, deliveries, unique, spool, upload);
    }

    @Override
    public String name() {
        return "bucket";
    }

    @Override
    public boolean take(RequestRecord record) {
        String distribution = record.distribution();
        LogDelivery delivery = distribution == null ? null : deliveries.of(distribution);
        if (distribution == null || delivery == null) {
            return false;
        }
        long hour = Math.floorDiv(record.endedAtMillis(), HOUR_MILLIS);
        OpenLog log = open.computeIfAbsent(new Target(distribution, delivery, hour), target -> begin(target, record));
        (delivery.includeCookies() ? withCookies : withoutCookies).append(log.lines(), record);
        return true;
    }

    private OpenLog begin(Target target, RequestRecord first) {
        String hour = HOUR.format(Instant.ofEpochMilli(target.hour() * HOUR_MILLIS));
        String name = target.distribution() + "." + hour + "." + unique.get();
        LogSpool.Writing file =
                spool.begin(target.delivery().bucket(), target.delivery().prefix() + name, HEADER);
        return new OpenLog(file, new LogLines(4096), first.endedAtMillis());
    }

    @Override
    public void flush(long nowMillis) throws IOException {
        IOException failed = null;
        Iterator<OpenLog> logs = open.values().iterator();
        while (logs.hasNext()) {
            OpenLog log = logs.next();
            IOException problem = write(log);
            failed = failed == null ? problem : failed;
            if (nowMillis - log.sinceMillis() >= intervalMillis || log.file().length() >= MAX_FILE_BYTES) {
                logs.remove();
                problem = finish(log);
                failed = failed == null ? problem : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private static @Nullable IOException write(OpenLog log) {
        try {
            log.file().append(log.lines().bytes(), log.lines().length());
            return null;
        } catch (IOException e) {
            return e;
        } finally {
            log.lines().clear();
        }
    }

    private @Nullable IOException finish(OpenLog log) {
        try {
            log.file().finish();
            upload.wake();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** Delivers what there is, for some seconds; the rest is delivered after the next start. */
    @Override
    public void close() throws IOException {
        try {
            flush(Long.MAX_VALUE);
        } finally {
            upload.close();
        }
    }
}
