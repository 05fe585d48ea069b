package io.perigee.distribution.document;

import java.util.List;

/** What came of reading a document: the value, or everything that is wrong with it. */
public sealed interface Parsed<T> {

    /** The document is good. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** The document is refused; at least one violation. */
    record Invalid<T>(List<Violation> violations) implements Parsed<T> {
        public Invalid {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("an invalid document has a violation");
            }
        }
    }

    /** The value of a document that the program wrote itself. @throws InvalidDocumentException if it is invalid */
    default T orThrow() {
        return switch (this) {
            case Valid<T>(T value) -> value;
            case Invalid<T>(List<Violation> violations) -> throw new InvalidDocumentException(violations);
        };
    }
}
