package io.perigee.distribution.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.CacheKeyHeaders;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.NameBehavior;
import io.perigee.distribution.NameSelection;
import java.time.Duration;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class DocumentsProperties {

    private static final String VALID = """
            kind: Distribution
            id: d
            aliases: [a.example.com, "*.b.example.com"]
            origins: [{id: o, domainName: example.com, connectionTimeout: 5s}]
            defaultCacheBehavior: {targetOriginId: o, allowedMethods: [GET, HEAD]}
            """;

    @Property
    void everyDurationReadsBack(@ForAll @LongRange(max = 400L * 86_400_000) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }

    @Property
    void everyPolicyReadsBackFromYamlAndJson(@ForAll("policies") CachePolicy policy) {
        assertThat(Documents.validate(policy)).isEqualTo(new Parsed.Valid<>(policy));
        assertThat(Documents.parse(Documents.toYaml(policy), CachePolicy.class).orThrow())
                .isEqualTo(policy);
        assertThat(Documents.parse(Documents.canonicalJson(policy), CachePolicy.class)
                        .orThrow())
                .isEqualTo(policy);
    }

    @Property
    void noTextLeadsToAnException(@ForAll String text) {
        assertThat(Documents.parseAll(text)).isNotNull();
    }

    /** A valid document with a piece of it replaced by marks that mean something in YAML and JSON. */
    @Property
    void noDamagedDocumentLeadsToAnException(@ForAll("damages") String damaged) {
        assertThat(Documents.parseAll(damaged)).isNotNull();
    }

    @Provide
    Arbitrary<String> damages() {
        Arbitrary<Integer> at = Arbitraries.integers().between(0, VALID.length() - 1);
        Arbitrary<Integer> length = Arbitraries.integers().between(0, 12);
        Arbitrary<String> marks =
                Arbitraries.strings().withChars("{}[]:,-\"'&*!|>#%@\n\t 0.~?").ofMaxLength(4);
        return Combinators.combine(at, length, marks)
                .as((from, count, put) ->
                        VALID.substring(0, from) + put + VALID.substring(Math.min(VALID.length(), from + count)));
    }

    @Provide
    Arbitrary<CachePolicy> policies() {
        Arbitrary<String> ids = Arbitraries.strings()
                .withChars("abc0159-_.")
                .ofMinLength(1)
                .ofMaxLength(9)
                .map(id -> "x" + id);
        // Words that YAML takes for something else when they stand without quotes.
        Arbitrary<String> comments = Arbitraries.oneOf(
                Arbitraries.of("true", "null", "~", "1e3", "0x1F", "- a", "a: b", "#", "2026-11-21", "", " ", "no"),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(60));
        Arbitrary<Set<String>> names = Arbitraries.strings()
                .withChars("abXY1-")
                .ofMinLength(1)
                .ofMaxLength(4)
                .set()
                .ofMinSize(1)
                .ofMaxSize(4);
        return Combinators.combine(
                        ids, comments, names, Arbitraries.integers().between(0, 5_000_000), Arbitraries.of(true, false))
                .as((id, comment, set, seconds, flag) -> new CachePolicy(
                        id,
                        comment,
                        Duration.ZERO,
                        Duration.ofSeconds(seconds / 2),
                        Duration.ofSeconds(seconds),
                        CacheKeyHeaders.NONE,
                        new NameSelection(flag ? NameBehavior.ALLOWLIST : NameBehavior.ALL_EXCEPT, set),
                        NameSelection.ALL,
                        flag,
                        !flag,
                        flag,
                        !flag));
    }
}
