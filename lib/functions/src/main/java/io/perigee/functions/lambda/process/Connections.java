package io.perigee.functions.lambda.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who is at the other end of a TCP connection on this machine: {@code /proc/net/tcp} (proc(5)). */
final class Connections {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int USER = 7;
    private static final int INODE = 9;

    private Connections() {}

    /** One socket: the user that made it, and its number. */
    record Socket(int user, String inode) {}

    /** The socket that is bound to {@code port} and connected to {@code peerPort}. */
    static Optional<Socket> find(int port, int peerPort) {
        String local = suffix(port);
        String remote = suffix(peerPort);
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table)) {
                Optional<Socket> socket = lines.skip(1)
                        .map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields[LOCAL].endsWith(local) && fields[REMOTE].endsWith(remote))
                        .map(fields -> new Socket(Integer.parseInt(fields[USER]), fields[INODE]))
                        .findFirst();
                if (socket.isPresent()) {
                    return socket;
                }
            } catch (IOException noSuchTable) {
                // A kernel without IPv6 has one table only.
            }
        }
        return Optional.empty();
    }

    private static String suffix(int port) {
        return String.format(Locale.ROOT, ":%04X", port);
    }

    /** Whether that process has the socket. */
    static boolean has(long pid, Socket socket) {
        Path wanted = Path.of("socket:[" + socket.inode() + ']');
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files) {
                if (isLink(file, wanted)) {
                    return true;
                }
            }
        } catch (IOException goneMeanwhile) {
            return false;
        }
        return false;
    }

    private static boolean isLink(Path file, Path wanted) {
        try {
            return Files.readSymbolicLink(file).equals(wanted);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
