package io.perigee.distribution;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.perigee.distribution", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theModelDoesNoInputAndOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "io.vertx..",
                    "io.netty..",
                    "com.hazelcast..",
                    "java.util.concurrent.locks..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile|.*Stream)");

    @ArchTest
    static final ArchRule theModelKnowsNoOtherModule = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.perigee.distribution..", "com.fasterxml.jackson..", "org.jspecify..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.perigee.distribution.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theRecordsDoNotKnowWhatIsMadeOfThem = noClasses()
            .that()
            .resideInAPackage("io.perigee.distribution")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..document..", "..network..", "..routing..");
}
