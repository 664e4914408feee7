package io.crosslog.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Which classes belong to what our users get. */
final class Published {
    static final DescribedPredicate<JavaClass> CORE = resideInAnyPackage(
                    "io.crosslog",
                    "io.crosslog.model..",
                    "io.crosslog.spi..",
                    "io.crosslog.credentials..",
                    "io.crosslog.decode..",
                    "io.crosslog.checkpoint..",
                    "io.crosslog.reject..")
            .as("are core");

    static final DescribedPredicate<JavaClass> TESTKIT =
            resideInAPackage("io.crosslog.testkit..").as("are testkit");

    static final DescribedPredicate<JavaClass> MODULES = resideInAPackage("io.crosslog..")
            .and(resideOutsideOfPackages("io.crosslog.samples..", "io.crosslog.benchmarks..", "io.crosslog.loopback.."))
            .as("are published");

    private Published() {}
}
