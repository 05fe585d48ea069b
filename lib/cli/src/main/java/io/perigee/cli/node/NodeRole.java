package io.perigee.cli.node;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.control.ControlConfig;
import io.perigee.edge.EdgeConfig;
import io.perigee.origin.OriginNodeConfig;
import io.perigee.regional.RegionalConfig;
import java.nio.file.Path;
import java.util.Locale;

/** The kinds of nodes, as far as their configuration files go. */
public enum NodeRole {
    EDGE,
    REGIONAL,
    ORIGIN,
    CONTROL;

    /**
     * Reads a configuration without starting anything.
     *
     * @throws CommandFailure with every violation, if the file is not valid
     */
    public void check(Path file) {
        switch (this) {
            case EDGE -> NodeConfigFile.read(file, EdgeConfig.class);
            case REGIONAL -> NodeConfigFile.read(file, RegionalConfig.class);
            case ORIGIN -> NodeConfigFile.read(file, OriginNodeConfig.class);
            case CONTROL -> NodeConfigFile.read(file, ControlConfig.class);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
