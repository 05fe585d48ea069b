package io.perigee.observability;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.perigee.observability", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNeitherAServerNorTheCluster = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.hazelcast..",
                    "io.vertx..",
                    "io.netty..",
                    "io.perigee.cache..",
                    "io.perigee.cluster..",
                    "io.perigee.delivery..",
                    "io.perigee.distribution..",
                    "io.perigee.functions..",
                    "io.perigee.node..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.perigee.(**)").should().beFreeOfCycles();
}
