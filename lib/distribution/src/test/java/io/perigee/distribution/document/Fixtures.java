package io.perigee.distribution.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents with a hole in them, and what is said of what is put there. */
final class Fixtures {

    private Fixtures() {}

    /** A valid distribution, with more fields at its top. */
    static String distribution(String fields) {
        return """
                kind: Distribution
                id: d
                origins:
                  - {id: o, domainName: example.com}
                  - {id: p, domainName: example.org}
                defaultCacheBehavior: {targetOriginId: o}
                """ + fields;
    }

    /** A valid distribution whose origin has more fields. */
    static String origin(String fields) {
        return """
                kind: Distribution
                id: d
                defaultCacheBehavior: {targetOriginId: o}
                origins:
                """ + "- {id: o, domainName: example.com" + (fields.isEmpty() ? "" : ", " + fields) + "}";
    }

    /** A valid distribution with a second behavior that has more fields. */
    static String behavior(String fields) {
        return distribution("cacheBehaviors: [{pathPattern: /a, targetOriginId: o, " + fields + "}]");
    }

    static List<Violation> violations(String text) {
        Parsed<?> parsed = Documents.parseAll(text);
        assertThat(parsed).as(text).isInstanceOf(Parsed.Invalid.class);
        return ((Parsed.Invalid<?>) parsed).violations();
    }

    /** Asserts that exactly one thing is wrong. */
    static void assertRefused(String text, String field, @Nullable String value, String expected) {
        assertThat(violations(text)).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo(field);
            assertThat(violation.value()).isEqualTo(value);
            assertThat(violation.expected()).contains(expected);
        });
    }
}
