package io.perigee.functions.lambda.runtime;

import java.util.Optional;

/** What a runtime's identifier begins with. */
public enum Language {
    NODEJS("nodejs"),
    PYTHON("python"),
    JAVA("java"),
    /** An executable {@code bootstrap} in the package, which speaks the Runtime API itself. */
    PROVIDED("provided");

    /** What the bootstrap is compiled for; newer Javas run what older ones do. */
    private static final Version OLDEST_JAVA = new Version(21, 0);

    private final String prefix;

    Language(String prefix) {
        this.prefix = prefix;
    }

    /** Of an identifier such as {@code nodejs22.x}; empty for what is no Lambda runtime. */
    public static Optional<Language> of(String identifier) {
        for (Language language : values()) {
            if (identifier.startsWith(language.prefix)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** {@code 22} of {@code nodejs22.x}, {@code 3.12} of {@code python3.12}, {@code 21} of {@code java21}. */
    Version version(String identifier) {
        Version named = Version.in(identifier.substring(prefix.length())).orElse(Version.ANY);
        return this == JAVA && named.compareTo(OLDEST_JAVA) < 0 ? OLDEST_JAVA : named;
    }

    String prefix() {
        return prefix;
    }
}
