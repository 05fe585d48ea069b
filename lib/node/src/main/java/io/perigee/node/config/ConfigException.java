package io.perigee.node.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used. The message names the source and every violation, one a line, and is meant for the
 * operator as it is; a command ends with {@link #EXIT_CODE}.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Exit code of a command whose configuration is refused. */
    public static final int EXIT_CODE = 2;

    private final transient List<ConfigViolation> violations;

    /** A refusal of what stands in the source, a file's name for example. */
    public ConfigException(String source, List<ConfigViolation> violations) {
        super(source
                + violations.stream().map(each -> "\n  " + each).collect(Collectors.joining("", ": not valid", "")));
        this.violations = List.copyOf(violations);
    }

    /** At least one; in the order of the file. */
    public List<ConfigViolation> violations() {
        return violations;
    }
}
