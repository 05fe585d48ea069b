package io.perigee.cli.node;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.node.config.ConfigException;
import io.perigee.node.config.NodeConfigReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads a node's configuration. */
final class NodeConfigFile {

    private NodeConfigFile() {}

    /** @throws CommandFailure with every violation, if the file is not valid */
    static <T extends Record> T read(Path file, Class<T> type) {
        try {
            return NodeConfigReader.read(file, type);
        } catch (ConfigException e) {
            throw refused(e);
        }
    }

    static CommandFailure refused(ConfigException refused) {
        List<String> lines = Arrays.asList(String.valueOf(refused.getMessage()).split("\n"));
        return CommandFailure.invalid(
                lines.getFirst(), lines.stream().skip(1).map(String::strip).toList());
    }
}
