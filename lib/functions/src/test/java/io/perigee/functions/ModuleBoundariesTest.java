package io.perigee.functions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.perigee.functions", importOptions = DoNotIncludeTests.class)
class ModuleBoundariesTest {
    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_PART_OF_PERIGEE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.perigee.httpcaching..",
                    "io.perigee.cache..",
                    "io.perigee.distribution..",
                    "io.perigee.cluster..",
                    "io.perigee.delivery..",
                    "io.perigee.node..",
                    "io.perigee.observability..",
                    "com.hazelcast..");

    @ArchTest
    static final ArchRule AUTHORS_NEED_NOTHING_OF_THE_HOST = noClasses()
            .that()
            .resideInAPackage("io.perigee.functions")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.perigee.functions.host", "io.perigee.functions.testing");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.perigee.functions.(*)..").should().beFreeOfCycles();
}
