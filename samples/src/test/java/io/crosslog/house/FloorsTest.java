package io.crosslog.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;

/** Who may import whom: the arrows between modules, packages and classes all go one way. */
@AnalyzeClasses(packages = "io.crosslog", importOptions = Production.class)
@DisplayName("The floors of the house")
class FloorsTest {
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("io.crosslog..");

    @ArchTest
    static final ArchRule aConnectorASinkAndTheNormalizationImportCoreAndNeverEachOther = SlicesRuleDefinition.slices()
            .assignedFrom(sliceBy("modules of the second floor", Modules::secondFloor))
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule publishedModulesImportNoSampleAndNoTestServer = noClasses()
            .that(Modules.ARE_PUBLISHED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.crosslog.samples..", "io.crosslog.benchmarks..", "io.crosslog.loopback..");

    @ArchTest
    static final ArchRule onlySamplesAndBenchmarksImportTheTestkit = noClasses()
            .that()
            .resideOutsideOfPackages("io.crosslog.testkit..", "io.crosslog.samples..", "io.crosslog.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.crosslog.testkit..");

    @ArchTest
    static final ArchRule loopbackImportsNothingOfOurs =
            onlyOurs("io.crosslog.loopback..", "io.crosslog.loopback..").because("its servers judge what we send");

    @ArchTest
    static final ArchRule coreImportsNothingOfOursButCore = classes()
            .that(Modules.ARE_CORE)
            .should()
            .onlyDependOnClassesThat(Modules.ARE_CORE.or(not(OURS)))
            .as("core imports nothing of ours but core");

    @ArchTest
    static final ArchRule modelImportsNothingOfOurs = onlyOurs("io.crosslog.model..", "io.crosslog.model..");

    @ArchTest
    static final ArchRule spiImportsOnlyModel =
            onlyOurs("io.crosslog.spi..", "io.crosslog.spi..", "io.crosslog.model..");

    @ArchTest
    static final ArchRule kafkaLibrariesLiveInTheKafkaModule =
            livesIn("org.apache.kafka..", "io.crosslog.kafka..", "io.crosslog.loopback..", "io.crosslog.samples..");

    @ArchTest
    static final ArchRule awsLibrariesLiveInTheS3Module =
            livesIn("software.amazon..", "io.crosslog.s3..", "io.crosslog.loopback..");

    @ArchTest
    static final ArchRule yamlLibrariesLiveInNormalization =
            livesIn("org.snakeyaml..", "io.crosslog.normalize..", "io.crosslog.render..");

    @ArchTest
    static final ArchRule theOfficialSlsClientIsForTestsOnly = livesIn("com.aliyun..", "io.crosslog.loopback..");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
            .assignedFrom(sliceBy("packages", JavaClass::getPackageName))
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule topLevelClassesAreFreeOfCycles = SlicesRuleDefinition.slices()
            .assignedFrom(sliceBy("top-level classes", FloorsTest::topLevelName))
            .should()
            .beFreeOfCycles();

    private static ArchRule livesIn(String library, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static ArchRule onlyOurs(String importer, String... imported) {
        return classes()
                .that()
                .resideInAPackage(importer)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(imported).or(not(OURS)))
                .as("classes of " + importer + " import of ours only " + String.join(", ", imported));
    }

    private static String topLevelName(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static SliceAssignment sliceBy(String description, Function<JavaClass, String> key) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = OURS.test(type) ? key.apply(type) : "";
                return name.isEmpty() ? SliceIdentifier.ignore() : SliceIdentifier.of(name);
            }

            @Override
            public String getDescription() {
                return description;
            }
        };
    }
}
