package io.crosslog.house;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;

/** How classes are named and shown, and what a library may never do to its host. */
@AnalyzeClasses(packages = "io.crosslog", importOptions = Production.class)
@DisplayName("The manners of the house")
class MannersTest {
    @ArchTest
    static final ArchRule noClassIsNamedAfterNothing = noClasses()
            .that()
            .areNotAnonymousClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");

    @ArchTest
    static final ArchRule noPackageIsADrawerForOddments =
            noClasses().should().resideInAnyPackage("..internal..", "..util..", "..utils..", "..impl..", "..common..");

    @ArchTest
    static final ArchRule aPublicTypeIsFinalOrAnInterface = classes()
            .that(Modules.ARE_PUBLISHED)
            .and()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .areNotAssignableTo(Throwable.class)
            .and(DescribedPredicate.not(contractKit()))
            .should()
            .haveModifier(FINAL);

    @ArchTest
    static final ArchRule aStaticFieldIsFinal = fields().that()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.crosslog..")
            .and()
            .haveModifier(STATIC)
            .and()
            .doNotHaveModifier(SYNTHETIC)
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule aStaticFieldHoldsNoStateThatChanges = fields().that()
            .areDeclaredInClassesThat(Modules.ARE_PUBLISHED)
            .and()
            .haveModifier(STATIC)
            .and()
            .doNotHaveModifier(SYNTHETIC)
            .should()
            .notHaveRawType(changing());

    @ArchTest
    static final ArchRule aLibraryNeverEndsItsHost = noClasses()
            .that(Modules.ARE_PUBLISHED)
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule noOneHooksTheShutdownOfTheHost =
            noClasses().that(Modules.ARE_PUBLISHED).should().callMethod(Runtime.class, "addShutdownHook", Thread.class);

    @ArchTest
    static final ArchRule aLibraryNeverChangesTheSettingsOfItsHost = noClasses()
            .that(Modules.ARE_PUBLISHED)
            .should()
            .callMethod(System.class, "setProperty", String.class, String.class)
            .orShould()
            .callMethod(Thread.class, "setDefaultUncaughtExceptionHandler", Thread.UncaughtExceptionHandler.class);

    @ArchTest
    static final ArchRule aLibraryPrintsNothing =
            noClasses().that(Modules.ARE_PUBLISHED).should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule loggingGoesThroughSlf4j = noClasses()
            .that()
            .resideInAPackage("io.crosslog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..", "org.apache.log4j..");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that()
            .resideInAPackage("io.crosslog..")
            .should(new ArchCondition<>("live in a package with @NullMarked in its package-info.java") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                    }
                }
            });

    @ArchTest
    static final ArchRule noThirdPartyTypeIsInAPublicSignature = classes()
            .that(Modules.ARE_PUBLISHED)
            .and()
            .arePublic()
            .and(areNotMadeByAThirdParty())
            .should(PublicSignatures.NAME_NO_THIRD_PARTY_TYPE);

    /** The Kafka client makes its login handler by name, so that it cannot be anything but public. */
    private static DescribedPredicate<JavaClass> areNotMadeByAThirdParty() {
        return DescribedPredicate.describe(
                "are not made by a third party", type -> !type.getName().equals("io.crosslog.kafka.TokenLogin"));
    }

    /** Users subclass a contract kit: it is the one kind of public type that is abstract. */
    private static DescribedPredicate<JavaClass> contractKit() {
        return Modules.ARE_TESTKIT
                .and(DescribedPredicate.describe(
                        "abstract", type -> type.getModifiers().contains(JavaModifier.ABSTRACT)))
                .and(DescribedPredicate.describe(
                        "named a contract", type -> type.getSimpleName().endsWith("Contract")));
    }

    private static DescribedPredicate<JavaClass> changing() {
        return DescribedPredicate.describe(
                "a type that changes or holds threads",
                type -> type.isEquivalentTo(StringBuilder.class)
                        || type.getPackageName().equals("java.util.concurrent.atomic")
                        || type.isAssignableTo(ConcurrentMap.class)
                        || type.isAssignableTo(Lock.class)
                        || type.isAssignableTo(Executor.class)
                        || type.isAssignableTo(ThreadLocal.class)
                        || type.isAssignableTo(Thread.class)
                        || isOpenCollection(type));
    }

    private static boolean isOpenCollection(JavaClass type) {
        return !type.isInterface() && (type.isAssignableTo(Map.class) || type.isAssignableTo(Collection.class));
    }
}
