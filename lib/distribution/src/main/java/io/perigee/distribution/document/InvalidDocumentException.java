package io.perigee.distribution.document;

import java.util.List;
import java.util.stream.Collectors;

/** A document is invalid where the caller could not go on with an invalid one; its message lists every violation. */
public final class InvalidDocumentException extends RuntimeException {

    private final transient List<Violation> violations;

    public InvalidDocumentException(List<Violation> violations) {
        super(violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /** Everything that is wrong. */
    public List<Violation> violations() {
        return violations;
    }
}
