package io.perigee.geo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.perigee.geo", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNoOtherModule = noClasses()
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.perigee..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("io.perigee.geo.."))));

    @ArchTest
    static final ArchRule knowsNeitherServerNorCluster = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hazelcast..", "io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule onlyTheMmdbPackageKnowsMaxMind = noClasses()
            .that()
            .resideOutsideOfPackage("io.perigee.geo.mmdb")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.maxmind..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.perigee.(**)").should().beFreeOfCycles();
}
