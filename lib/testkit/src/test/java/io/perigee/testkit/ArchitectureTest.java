package io.perigee.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.perigee.testkit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNothingOfWhatItTests = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.hazelcast..",
                    "io.perigee.cache..",
                    "io.perigee.cluster..",
                    "io.perigee.delivery..",
                    "io.perigee.distribution..",
                    "io.perigee.functions..",
                    "io.perigee.geo..",
                    "io.perigee.httpcaching..",
                    "io.perigee.node..",
                    "io.perigee.observability..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.perigee.(**)").should().beFreeOfCycles();
}
