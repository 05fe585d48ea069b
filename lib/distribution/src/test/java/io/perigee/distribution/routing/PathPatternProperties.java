package io.perigee.distribution.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

class PathPatternProperties {

    @Property(tries = 5_000)
    void agreesWithTheDefinition(@ForAll("patterns") String pattern, @ForAll("paths") String path) {
        String normal = pattern.startsWith("/") || pattern.startsWith("*") ? pattern : "/" + pattern;

        assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(defined(normal, path));
    }

    @Property
    void aPathMatchesItself(@ForAll("paths") String path) {
        assertThat(PathPattern.of(path).matches(path)).isTrue();
        assertThat(PathPattern.of(path + "*").matches(path)).isTrue();
        assertThat(PathPattern.of(path + "?").matches(path)).isFalse();
    }

    @Property
    void whatFollowsTheEndIsNotLookedAt(
            @ForAll("patterns") String pattern, @ForAll("paths") String path, @ForAll("paths") String rest) {
        PathPattern compiled = PathPattern.of(pattern);

        assertThat(compiled.matches(path + "?" + rest, path.length())).isEqualTo(compiled.matches(path));
    }

    @Example
    void manyStarsTakeNoLongTime() {
        PathPattern pattern = PathPattern.of("/" + "a*".repeat(100) + "b");
        String path = "/" + "a".repeat(8_000);

        Assertions.assertTimeout(
                Duration.ofSeconds(30), () -> assertThat(pattern.matches(path)).isFalse());
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab/*?.").ofMinLength(1).ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings().withChars("ab/.A").ofMaxLength(10).map(text -> "/" + text);
    }

    /** The definition, one character at a time. */
    private static boolean defined(String pattern, String path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return defined(pattern.substring(1), path) || (!path.isEmpty() && defined(pattern, path.substring(1)));
        }
        return !path.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == path.charAt(0))
                && defined(pattern.substring(1), path.substring(1));
    }
}
