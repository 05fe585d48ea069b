package io.perigee.cli.node;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.node.config.ConfigException;
import io.perigee.node.config.NodeConfigReader;
import io.perigee.node.program.NodeStartException;
import java.nio.file.Path;

/** Reads a node's configuration. */
final class NodeConfigFile {

    private NodeConfigFile() {}

    /** @throws CommandFailure with every violation, if the file is not valid */
    static <T extends Record> T read(Path file, Class<T> type) {
        try {
            return NodeConfigReader.read(file, type);
        } catch (ConfigException e) {
            NodeStartException refused = NodeStartException.refused(e);
            throw CommandFailure.invalid(String.valueOf(refused.getMessage()), refused.details());
        }
    }
}
