package io.perigee.control;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.perigee.control", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNeitherTheClustersWorkingsNorWhatServesViewers = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.hazelcast..",
                    "io.perigee.cache..",
                    "io.perigee.delivery..",
                    "io.perigee.edge..",
                    "io.perigee.regional..",
                    "io.perigee.origin..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.perigee.(**)").should().beFreeOfCycles();
}
