package io.perigee.system;

import io.perigee.chaos.place.Link.Direction;
import io.perigee.chaos.place.PlaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules of the kernel's packet filter in the network namespace of one container, made from outside: the node in it has no right to
 * do so itself, and sees nothing but packets that do not come. Needs root, {@code nsenter} and {@code iptables}.
 */
final class Firewall {

    /**
     * Which packets: those of connections that the container's node opens to a port elsewhere.
     *
     * @param address where it connects to
     * @param ports and to which ports of that
     */
    record Connections(String address, List<Integer> ports) {}

    private final long process;

    /** @param process a process of the container */
    Firewall(long process) {
        this.process = process;
    }

    /** Why there is no such thing here; nothing if there is. */
    static Optional<String> missing() {
        try {
            Process id = new ProcessBuilder("id", "-u").start();
            if (!"0".equals(text(id).strip())) {
                return Optional.of("only root may filter a container's packets");
            }
            for (List<String> program : List.of(List.of("nsenter", "--version"), List.of("iptables", "--version"))) {
                new ProcessBuilder(program).redirectErrorStream(true).start().waitFor();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("nsenter and iptables are needed to filter a container's packets");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** Drops packets of one direction; the rules are to be given to {@link #remove}. */
    List<List<String>> drop(Connections of, Direction direction) throws PlaceException {
        return add(of, direction, List.of("-j", "DROP"));
    }

    /** Drops a share of the packets of one direction. */
    List<List<String>> lose(Connections of, Direction direction, double share) throws PlaceException {
        return add(
                of,
                direction,
                List.of("-m", "statistic", "--mode", "random", "--probability", Double.toString(share), "-j", "DROP"));
    }

    /** Answers what is sent there with a reset. */
    List<List<String>> reset(Connections of) throws PlaceException {
        return add(of, Direction.THERE, List.of("-j", "REJECT", "--reject-with", "tcp-reset"));
    }

    private List<List<String>> add(Connections of, Direction direction, List<String> what) throws PlaceException {
        List<List<String>> rules = new ArrayList<>();
        for (int port : of.ports()) {
            List<String> rule = new ArrayList<>(
                    direction == Direction.THERE
                            ? List.of("OUTPUT", "-p", "tcp", "-d", of.address(), "--dport", Integer.toString(port))
                            : List.of("INPUT", "-p", "tcp", "-s", of.address(), "--sport", Integer.toString(port)));
            rule.addAll(what);
            filter("-A", rule);
            rules.add(rule);
        }
        return rules;
    }

    /** Takes rules away again. */
    void remove(List<List<String>> rules) throws PlaceException {
        for (List<String> rule : rules) {
            filter("-D", rule);
        }
    }

    private void filter(String change, List<String> rule) throws PlaceException {
        List<String> command =
                new ArrayList<>(List.of("nsenter", "-t", Long.toString(process), "-n", "iptables", "-w", change));
        command.addAll(rule);
        try {
            Process filter =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = text(filter);
            if (filter.waitFor() != 0) {
                throw new PlaceException(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new PlaceException("cannot filter packets", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaceException("interrupted", e);
        }
    }

    private static String text(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
