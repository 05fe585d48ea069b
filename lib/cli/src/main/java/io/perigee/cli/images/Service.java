package io.perigee.cli.images;

import io.perigee.cli.terminal.CommandFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What there is an image of: each kind of node. */
enum Service {
    EDGE("edge-node", "io.perigee.edge.EdgeProgram"),
    REGIONAL("regional-cache", "io.perigee.regional.RegionalProgram"),
    ORIGIN("origin-node", "io.perigee.origin.OriginProgram"),
    CONTROL("control-plane", "io.perigee.control.ControlProgram");

    private final String module;
    private final String program;

    Service(String module, String program) {
        this.module = module;
        this.program = program;
    }

    /** The folder of the Maven module. */
    String module() {
        return module;
    }

    /** The class that is started. */
    String program() {
        return program;
    }

    /** The name of the image, without a tag. */
    String image() {
        return "perigee/" + this;
    }

    /**
     * The services of these names, in the order in which they are built; all of them where no name is given.
     *
     * @throws CommandFailure if there is none of that name
     */
    static List<Service> named(List<String> names) {
        for (String name : names) {
            if (Arrays.stream(values()).noneMatch(service -> service.toString().equals(name))) {
                throw CommandFailure.invalid(
                        "there is no image of \"" + name + "\"",
                        "expected: "
                                + Arrays.stream(values()).map(Service::toString).collect(Collectors.joining(", ")));
            }
        }
        return Arrays.stream(values())
                .filter(service -> names.isEmpty() || names.contains(service.toString()))
                .toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
