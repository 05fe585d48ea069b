package io.perigee.distribution.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.document.Violation;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class ConcurrencyReferencesTest {

    private final NetworkConfig config = NetworkConfig.EMPTY
            .with(1, published("resize", 1, FunctionRuntime.NODEJS_22))
            .with(2, published("resize", 2, FunctionRuntime.NODEJS_22))
            .with(3, published("script", 1, FunctionRuntime.CLOUDFRONT_JS_2_0))
            .with(4, published("plugin", 1, FunctionRuntime.JAVA_VERTICLE))
            .with(
                    5,
                    new Change.FunctionAliasApplied(new FunctionAlias(
                            "resize", "live", "", 1, List.of(new VersionWeight(2, VersionWeight.WHOLE / 10)))));

    private static Change published(String name, int version, FunctionRuntime runtime) {
        return new Change.FunctionPublished(
                new FunctionVersion(name, version, runtime, "0".repeat(64), 1, "handler", 128, 5, null));
    }

    private static FunctionConcurrency concurrency(String function, String reserved, String provisioned) {
        return Documents.parse(
                        "{function: %s, reserved: [%s], provisioned: [%s]}".formatted(function, reserved, provisioned),
                        FunctionConcurrency.class)
                .orThrow();
    }

    private static String reserve(int executions) {
        return "{reservedConcurrentExecutions: %d}".formatted(executions);
    }

    private static String reserve(int executions, String region) {
        return "{reservedConcurrentExecutions: %d, region: %s}".formatted(executions, region);
    }

    private static String provision(int executions, String qualifier) {
        return "{provisionedConcurrentExecutions: %d, qualifier: '%s'}".formatted(executions, qualifier);
    }

    private static String provision(int executions, String qualifier, String region) {
        return "{provisionedConcurrentExecutions: %d, qualifier: '%s', region: %s}"
                .formatted(executions, qualifier, region);
    }

    private static ListAssert<String> refusals(NetworkConfig config, Change change) {
        return assertThat(References.check(config, change).stream().map(Violation::toString));
    }

    private ListAssert<String> refusals(FunctionConcurrency concurrency) {
        return refusals(config, new Change.FunctionConcurrencyApplied(concurrency));
    }

    private NetworkConfig after(FunctionConcurrency... settings) {
        NetworkConfig after = config;
        for (FunctionConcurrency concurrency : settings) {
            after = after.with(after.sequence() + 1, new Change.FunctionConcurrencyApplied(concurrency));
        }
        return after;
    }

    @Test
    void aHundredOfTheAccountsExecutionsStayUnreservedInEveryRegion() {
        refusals(concurrency("resize", reserve(900), "")).isEmpty();
        refusals(concurrency("resize", reserve(901), ""))
                .singleElement()
                .asString()
                .contains("reserved", "901", "at most 900 in a region", "100 of the account's 1000");
        refusals(concurrency("resize", reserve(10) + "," + reserve(901, "eu"), ""))
                .singleElement()
                .asString()
                .contains("at most 900 in eu");
        NetworkConfig shared = after(concurrency("plugin", reserve(500, "eu"), ""));
        refusals(shared, new Change.FunctionConcurrencyApplied(concurrency("resize", reserve(401, "eu"), "")))
                .singleElement()
                .asString()
                .contains("at most 400 in eu");
        refusals(shared, new Change.FunctionConcurrencyApplied(concurrency("resize", reserve(401, "us"), "")))
                .isEmpty();
    }

    @Test
    void provisionedIsAtMostWhatIsReservedAndIsTakenFromTheAccountWhereNothingIs() {
        refusals(concurrency("resize", reserve(10), provision(10, "1"))).isEmpty();
        refusals(concurrency("resize", reserve(10), provision(6, "1") + "," + provision(5, "2")))
                .singleElement()
                .asString()
                .contains("provisioned", "11", "reserved for the function in a region, 10");
        refusals(concurrency("resize", reserve(10), provision(11, "1", "eu")))
                .singleElement()
                .asString()
                .contains("in eu, 10");
        refusals(concurrency("resize", "", provision(901, "1")))
                .singleElement()
                .asString()
                .contains("provisioned", "at most 900");
    }

    @Test
    void onlyVersionsOfLambdaFunctionsAreProvisioned() {
        refusals(concurrency("resize", "", provision(1, "latest")))
                .singleElement()
                .asString()
                .contains("provisioned[0].qualifier", "not latest");
        refusals(concurrency("resize", "", provision(1, "7"))).hasSize(1);
        refusals(concurrency("plugin", "", provision(1, "1")))
                .singleElement()
                .asString()
                .contains("a Lambda function", "java-verticle");
        refusals(concurrency("script", "", provision(1, "1"))).hasSize(1);
        refusals(concurrency("script", reserve(1), ""))
                .singleElement()
                .asString()
                .contains("nothing for a CloudFront Function");
        refusals(concurrency("plugin", reserve(1), "")).isEmpty();
        refusals(concurrency("nobody", reserve(1), "")).hasSize(1);
    }

    @Test
    void aVersionIsProvisionedUnderOneName() {
        refusals(concurrency("resize", "", provision(1, "live") + "," + provision(1, "2")))
                .singleElement()
                .asString()
                .contains("version 2 is, under live");
        NetworkConfig with = after(concurrency("resize", "", provision(1, "live")));
        refusals(with, new Change.FunctionVersionDeleted("resize", 2)).hasSize(1);
        refusals(with, new Change.FunctionAliasDeleted("resize", "live"))
                .singleElement()
                .asString()
                .contains("provisioned concurrency does");
    }

    @Test
    void theAccountsLimitIsNotSetBelowWhatIsReserved() {
        NetworkConfig with = after(concurrency("resize", reserve(500, "eu"), ""));
        refusals(with, new Change.AccountLimitApplied(new AccountLimit(600))).isEmpty();
        refusals(with, new Change.AccountLimitApplied(new AccountLimit(599)))
                .singleElement()
                .asString()
                .contains("concurrentExecutions", "at least 600 in eu");
    }

    @Test
    void aRegionsOwnEntryTakesThePlaceOfTheGeneralOneAndAliasesShareByWeight() {
        NetworkConfig with = after(concurrency(
                "resize",
                reserve(100) + "," + reserve(50, "eu"),
                provision(10, "live") + "," + provision(3, "live", "eu")));
        FunctionVersion first = with.function("resize", "1");
        FunctionVersion second = with.function("resize", "2");

        assertThat(RegionConcurrency.of(with, "us"))
                .isEqualTo(new RegionConcurrency(1000, Map.of("resize", 100), Map.of(first, 9, second, 1)));
        assertThat(RegionConcurrency.of(with, "eu"))
                .isEqualTo(new RegionConcurrency(1000, Map.of("resize", 50), Map.of(first, 3, second, 1)));
        assertThat(with.with(with.sequence() + 1, new Change.FunctionDeleted("resize"))
                        .functionConcurrency())
                .isEmpty();
    }

    @Test
    void whatIsConfiguredIsSavedWithTheRest() {
        NetworkConfig with = after(concurrency("resize", reserve(50, "eu"), provision(3, "live")));
        NetworkConfig limited = with.with(with.sequence() + 1, new Change.AccountLimitApplied(new AccountLimit(2000)));

        assertThat(NetworkFormat.readConfig(NetworkFormat.write(limited))).isEqualTo(limited);
    }

    @Test
    void oneRegionIsNamedOnce() {
        assertThat(Documents.parse(
                        "{function: f, reserved: [%s, %s]}".formatted(reserve(1), reserve(2)),
                        FunctionConcurrency.class))
                .isInstanceOf(Parsed.Invalid.class);
    }
}
