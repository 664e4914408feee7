package io.crosslog.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which module a class comes from, told by the folder or jar that it was read from. */
final class Modules {
    private static final Set<String> UNPUBLISHED = Set.of("samples", "benchmarks", "loopback");

    private static final Pattern BUILT = Pattern.compile(".*/([^/]+)/target/.*");
    private static final Pattern INSTALLED = Pattern.compile(".*/crosslog-([^/]+)/[^/]+/crosslog-[^/]+\\.jar.*");

    static final DescribedPredicate<JavaClass> ARE_CORE =
            DescribedPredicate.describe("are core", type -> of(type).equals("core"));

    static final DescribedPredicate<JavaClass> ARE_TESTKIT =
            DescribedPredicate.describe("are testkit", type -> of(type).equals("testkit"));

    static final DescribedPredicate<JavaClass> ARE_PUBLISHED =
            DescribedPredicate.describe("are published", Modules::isPublished);

    private Modules() {}

    /** The module's folder, such as {@code core}; empty for a class that is not ours. */
    static String of(JavaClass named) {
        JavaClass type = named.getBaseComponentType();
        if (!type.getName().startsWith("io.crosslog.") || type.getSource().isEmpty()) {
            return "";
        }
        String uri = type.getSource().get().getUri().toString();
        for (Pattern place : Set.of(BUILT, INSTALLED)) {
            Matcher found = place.matcher(uri);
            if (found.matches()) {
                return found.group(1);
            }
        }
        throw new IllegalStateException("no module of ours is known at " + uri);
    }

    /** The module if it is one that stands on core and beside its like; else empty. */
    static String secondFloor(JavaClass type) {
        String module = of(type);
        return module.equals("core") || UNPUBLISHED.contains(module) ? "" : module;
    }

    private static boolean isPublished(JavaClass type) {
        String module = of(type);
        return !module.isEmpty() && !UNPUBLISHED.contains(module);
    }
}
