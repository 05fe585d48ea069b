package io.perigee.distribution.document;

import static io.perigee.distribution.document.Fixtures.assertRefused;
import static io.perigee.distribution.document.Fixtures.distribution;
import static io.perigee.distribution.document.Fixtures.origin;
import static io.perigee.distribution.document.Fixtures.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.Invalidation;
import io.perigee.distribution.Limits;
import io.perigee.distribution.Origin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    @Test
    void aDistributionReadsWithItsDefaults() {
        Distribution read =
                (Distribution) Documents.parseAll(distribution("")).orThrow().getFirst();

        assertThat(read.id()).isEqualTo("d");
        assertThat(read.origins().getFirst().responseTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(read.viewerRegionRedirect()).isFalse();
    }

    @Test
    void jsonReadsAsYamlDoes() {
        Distribution read =
                Documents.parse(distribution(""), Distribution.class).orThrow();

        assertThat(Documents.parse(Documents.toJson(read).toString(), Distribution.class)
                        .orThrow())
                .isEqualTo(read);
    }

    @Test
    void theIdOfTheRequestStandsInForTheDocuments() {
        CachePolicy policy = Documents.parse("{\"minTtl\":\"5s\"}", CachePolicy.class, "short")
                .orThrow();

        assertThat(policy.id()).isEqualTo("short");
        assertThat(Documents.parse("{\"id\":\"long\"}", CachePolicy.class, "short"))
                .isEqualTo(new Parsed.Invalid<>(
                        List.of(new Violation("id", "long", "the id that the request names: short"))));
        assertThat(Documents.parse("{\"kind\":\"Distribution\"}", CachePolicy.class, "short"))
                .isEqualTo(new Parsed.Invalid<>(List.of(new Violation("kind", "Distribution", "CachePolicy"))));
    }

    @Test
    void everyViolationOfADocumentIsReportedAtOnce() {
        assertThat(violations("""
                        kind: Distribution
                        id: "bad id"
                        enabled: "yes"
                        colour: red
                        aliases: [UPPER.example.com, a.example.com, a.example.com]
                        origins:
                          - {id: o, domainName: "http://example.com", httpPort: 70000, responseTimeout: soon}
                          - {id: o}
                        defaultCacheBehavior: {targetOriginId: nowhere, viewerProtocolPolicy: maybe}
                        cacheBehaviors:
                          - {targetOriginId: o, cachedMethods: [GET]}
                        """))
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "id",
                        "enabled",
                        "colour",
                        "aliases[0]",
                        "aliases[2]",
                        "origins[0].domainName",
                        "origins[0].httpPort",
                        "origins[0].responseTimeout",
                        "origins[1].domainName",
                        "origins[1].id",
                        "defaultCacheBehavior.targetOriginId",
                        "defaultCacheBehavior.viewerProtocolPolicy",
                        "cacheBehaviors[0].pathPattern",
                        "cacheBehaviors[0].cachedMethods");
    }

    @Test
    void fieldsOfSeveralDocumentsSayWhichDocumentTheyAreIn() {
        String text =
                "kind: CachePolicy\nid: a\n---\nkind: CachePolicy\nid: b\nminTtl: -1s\n---\nkind: CachePolicy\nid: a\n";

        assertThat(violations(text))
                .extracting(Violation::field)
                .containsExactly("documents[1].minTtl", "documents[2].id");
    }

    @Test
    void emptyDocumentsAreSkippedAndNothingAtAllIsRefused() {
        assertThat(Documents.parseAll("---\n---\nkind: CachePolicy\nid: a\n---\n")
                        .orThrow())
                .hasSize(1);
        assertRefused("", "", null, "a document with kind and id");
        assertRefused("# nothing\n", "", null, "a document with kind and id");
    }

    @Test
    void aKindThatDoesNotExistIsRefused() {
        assertRefused("kind: Bucket\nid: b", "kind", "Bucket", "Distribution, CachePolicy");
        assertRefused("id: b", "kind", null, "Distribution");
        assertRefused("[1, 2]", "kind", null, "Distribution");
    }

    @Test
    void duplicateKeysAreRefusedWithTheirPaths() {
        assertRefused(distribution("comment: a\ncomment: b\n"), "comment", "b", "only once");
        assertRefused(origin("httpPort: 80, httpPort: 81"), "origins[0].httpPort", "81", "only once");
        assertRefused("{\"kind\":\"CachePolicy\",\"id\":\"a\",\"id\":\"b\"}", "id", "b", "only once");
    }

    @Test
    void yamlAliasesAreRefused() {
        assertThat(violations("kind: CachePolicy\nid: &name a\ncomment: *name\n"))
                .first()
                .isEqualTo(new Violation("comment", "*name", "the value itself instead of a YAML alias"));
    }

    @Test
    void syntaxErrorsSayWhere() {
        assertThat(violations("kind: CachePolicy\nid: [a\n")).singleElement().satisfies(violation -> {
            assertThat(violation.expected()).startsWith("valid YAML at line");
        });
        assertThat(violations("{\"kind\": \"CachePolicy\", \"id\": }"))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("id");
                    assertThat(violation.expected()).startsWith("valid JSON at line 1, column");
                });
        assertThat(violations("{\"kind\": \"CachePolicy\", \"id\": \"a\"} trailing"))
                .hasSize(1);
        assertThat(violations("a: \u0000")).isNotEmpty();
        assertThat(violations("\t- a")).isNotEmpty();
    }

    @Test
    void absurdInputIsRefusedWithoutException() {
        assertThat(violations("[".repeat(100_000))).isNotEmpty();
        assertThat(violations("{\"a\":".repeat(100_000))).isNotEmpty();
        assertThat(violations("a".repeat(Limits.DOCUMENT_LENGTH + 1))).hasSize(1);
        assertThat(violations(origin("httpPort: " + "9".repeat(5_000)))).isNotEmpty();
        assertRefused(origin("httpPort: " + "9".repeat(90)), "origins[0].httpPort", "9".repeat(90), "1 to 65535");
        assertRefused(origin("httpPort: 1e999999999"), "origins[0].httpPort", "1e999999999", "1 to 65535");
        assertRefused(origin("httpPort: -1"), "origins[0].httpPort", "-1", "1 to 65535");
        assertRefused(origin("httpPort: 80.5"), "origins[0].httpPort", "80.5", "1 to 65535");
        assertRefused(
                origin("connectionTimeout: 99999999999999999999s"),
                "origins[0].connectionTimeout",
                "99999999999999999999s",
                "from 100ms to 10s");
        assertRefused(
                "{kind: CachePolicy, id: a, maxTtl: 999999999999d}", "maxTtl", "999999999999d", "from 0s to 3650d");
    }

    @Test
    void valuesOfTheWrongTypeAreRefused() {
        assertRefused(distribution("aliases: localhost"), "aliases", "localhost", "a list of");
        assertRefused(distribution("aliases: [[localhost]]"), "aliases[0]", "[\"localhost\"]", "host name");
        assertRefused(distribution("comment: 5"), "comment", "5", "in quotes");
        assertRefused(distribution("aliases:"), "aliases", "", "a list of");
        assertRefused("{\"kind\":\"CachePolicy\",\"id\":\"a\",\"comment\":null}", "comment", "null", "text");
        assertRefused(distribution("geoRestriction: none"), "geoRestriction", "none", "an object with the fields type");
        assertRefused(distribution("enabled: 1"), "enabled", "1", "true or false");
        assertRefused(origin("protocolPolicy: HTTP_ONLY"), "origins[0].protocolPolicy", "HTTP_ONLY", "http-only");
        assertRefused(
                "kind: Distribution\nid: d\norigins: {}\ndefaultCacheBehavior: {targetOriginId: o}",
                "origins",
                "{}",
                "a list of objects with the fields id, domainName");
    }

    @Test
    void durationsAreTextWithUnitOrSeconds() {
        assertThat(timeout("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(timeout("5s")).isEqualTo(Duration.ofSeconds(5));
        assertThat(timeout("5")).isEqualTo(Duration.ofSeconds(5));
        assertRefused(origin("connectionTimeout: PT5S"), "origins[0].connectionTimeout", "PT5S", "a duration such as");
        assertRefused(origin("connectionTimeout: 5 s"), "origins[0].connectionTimeout", "5 s", "a duration such as");
        assertRefused(origin("connectionTimeout: 5.5"), "origins[0].connectionTimeout", "5.5", "a duration such as");
    }

    @Test
    void anInvalidationIsReadFromJson() {
        assertThat(Documents.parse(
                                "{\"id\":\"i\",\"distributionId\":\"d\",\"paths\":[\"/a\",\"/img/*\"],\"callerReference\":\"r\"}",
                                Invalidation.class)
                        .orThrow()
                        .paths())
                .containsExactly("/a", "/img/*");
    }

    @Test
    void aRecordMadeByAProgramIsCheckedLikeADocument() {
        Distribution good = Distribution.of("d", List.of("localhost"), Origin.http("o", "127.0.0.1", 9000));
        Distribution bad = Distribution.of("d", List.of("not a host"), Origin.http("o", "127.0.0.1", 0));

        assertThat(Documents.validate(good)).isEqualTo(new Parsed.Valid<>(good));
        assertThat(Documents.validate(bad))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(((Parsed.Invalid<?>) invalid).violations())
                                .extracting(Violation::field)
                                .containsExactly("aliases[0]", "origins[0].httpPort"));
    }

    @Test
    void theEntityTagDependsOnTheContentOnly() {
        String first = Documents.etag(Documents.parse("{\"id\":\"a\",\"minTtl\":\"60s\"}", CachePolicy.class)
                .orThrow());
        String same = Documents.etag(
                Documents.parse("minTtl: 1m\nid: a", CachePolicy.class).orThrow());
        String other = Documents.etag(
                Documents.parse("minTtl: 2m\nid: a", CachePolicy.class).orThrow());

        assertThat(first).isEqualTo(same).isNotEqualTo(other).matches("\"[0-9a-f]{32}\"");
    }

    @Test
    void violationsReadAsSentences() {
        assertThat(new Violation("a.b", "5", "a text").message()).isEqualTo("a.b is \"5\": expected a text");
        assertThat(new Violation("a", null, "a text").message()).isEqualTo("a is missing: expected a text");
        assertThatThrownBy(() -> Documents.parse("id: 5", CachePolicy.class).orThrow())
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("id is \"5\"");
    }

    private static Duration timeout(String text) {
        Distribution read = (Distribution) Documents.parseAll(origin("connectionTimeout: " + text))
                .orThrow()
                .getFirst();
        return read.origins().getFirst().connectionTimeout();
    }
}
