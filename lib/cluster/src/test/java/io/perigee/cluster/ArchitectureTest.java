package io.perigee.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.perigee.cluster");

    @Test
    void hazelcastIsNamedInThisPackageOnlyAndByNothingPublic() {
        noClasses()
                .that()
                .resideInAPackage("io.perigee.cluster.*..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hazelcast..", "io.vertx..")
                .check(MODULE);
        noClasses()
                .that()
                .arePublic()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.hazelcast..")
                .check(MODULE);
    }

    @Test
    void theModuleKnowsNothingOfHttpCachingAndDistributions() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.perigee.httpcaching..",
                        "io.perigee.cache..",
                        "io.perigee.distribution..",
                        "java.net.http..")
                .check(MODULE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.perigee.cluster.(*)..").should().beFreeOfCycles().check(MODULE);
        noClasses()
                .that()
                .resideInAPackage("io.perigee.cluster.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.perigee.cluster")
                .check(MODULE);
    }
}
