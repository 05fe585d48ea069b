package io.perigee.demo.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Where the nodes' log lines go while the demo has the terminal: into a file. Ten nodes in one process say more than
 * people who read the tour want to see.
 *
 * @param file the file: {@code demo.log} in the data folder, else a temporary one
 * @param temporary whether it goes when the demo ends
 */
record DemoLog(Path file, boolean temporary) implements AutoCloseable {

    static DemoLog open(Optional<Path> data) throws IOException {
        Path file = data.isPresent()
                ? Files.createDirectories(data.get()).resolve("demo.log")
                : Files.createTempFile("perigee-demo-", ".log");
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            redirect(context, file);
        }
        return new DemoLog(file, data.isEmpty());
    }

    private static void redirect(LoggerContext context, Path file) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0}: %msg%n%ex{6}");
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setAppend(false);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.WARN);
        root.addAppender(appender);
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            Files.deleteIfExists(file);
        }
    }
}
