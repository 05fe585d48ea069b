package io.perigee.functions.lambda.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Runs a handler as {@link Bootstrap} does, with a Runtime API of its own, to its end: what a JVM has loaded and prepared by then is what it
 * needs for any handler, and is written to an archive that the JVMs of functions start with (class data sharing).
 */
public final class Rehearsal {
    private static final String NEXT = "/invocation/next";

    private Rehearsal() {}

    /** Called with the directory in whose {@code lib} this class and what it needs lie, as a package's code does. */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(server));
            Bootstrap.run(Map.of(
                    "AWS_LAMBDA_RUNTIME_API",
                    "127.0.0.1:" + server.getLocalPort(),
                    "LAMBDA_TASK_ROOT",
                    arguments[0],
                    "_HANDLER",
                    Sample.class.getName()));
        } catch (EOFException allPlayed) {
            System.out.flush();
        }
    }

    private static void serve(ServerSocket server) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            awaitNext(in);
            out.write(
                    event(
                            "{\"key\":\"a\",\"Records\":[{\"headers\":{\"host\":[{\"key\":\"b\"}]}}],\"other\":[1,2.5,true,null]}"));
            awaitNext(in);
            out.write("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.ISO_8859_1));
            out.write(event("{\"key\":\"fail\"}"));
            awaitNext(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] event(String json) {
        return ("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 1\r\nLambda-Runtime-Deadline-Ms: 0\r\nContent-Length: "
                        + json.length() + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void awaitNext(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).contains(NEXT)) {
            int one = in.read();
            if (one < 0) {
                throw new EOFException();
            }
            read.write(one);
        }
    }

    /** As an author writes one. */
    public static final class Sample {
        /** The event back, or an error. */
        public Event handleRequest(Event event, Context context) {
            if ("fail".equals(event.key)) {
                throw new IllegalStateException(context.getAwsRequestId());
            }
            context.getLogger().log("rehearsed");
            return event;
        }
    }

    /** As {@code aws-lambda-java-events} has them. */
    public static final class Event {
        /** A word. */
        public String key = "";
        /** What it is about. */
        public List<Event> records = List.of();
        /** Of each name. */
        public Map<String, List<Event>> headers = Map.of();
        /** Anything. */
        public Object other = "";
    }

    /** As {@code aws-lambda-java-core} has it. */
    public interface Context {
        /** Of this call. */
        String getAwsRequestId();

        /** Of this environment. */
        Logger getLogger();
    }

    /** As {@code aws-lambda-java-core} has it. */
    public interface Logger {
        /** Prints it. */
        void log(String text);
    }
}
