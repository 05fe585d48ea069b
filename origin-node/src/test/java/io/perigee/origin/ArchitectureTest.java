package io.perigee.origin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.perigee.origin", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.perigee.origin.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule storeAndSignaturesKnowNoServer = noClasses()
            .that()
            .resideInAnyPackage("io.perigee.origin.store..", "io.perigee.origin.sigv4..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule nothingButTheNodeKnowsTheWholeNode = noClasses()
            .that()
            .resideInAPackage("io.perigee.origin.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.perigee.origin");

    @ArchTest
    static final ArchRule hazelcastIsTheClustersAlone =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.hazelcast..");
}
