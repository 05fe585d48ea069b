package io.perigee.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.perigee.node", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNothingOfWhatNodesServe = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.hazelcast..",
                    "io.perigee.cache..",
                    "io.perigee.cluster..",
                    "io.perigee.delivery..",
                    "io.perigee.distribution..",
                    "io.perigee.functions..",
                    "io.perigee.geo..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.perigee.(**)").should().beFreeOfCycles();
}
