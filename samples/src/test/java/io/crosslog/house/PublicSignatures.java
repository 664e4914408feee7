package io.crosslog.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;

/** What a user's compiler sees of a class: its ancestors and its public and protected members, generics included. */
final class PublicSignatures {
    static final ArchCondition<JavaClass> NAME_NO_THIRD_PARTY_TYPE =
            new ArchCondition<>("name no third-party type in a public signature") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean testkit = Modules.ARE_TESTKIT.test(type);
                    List<JavaType> ancestors = new ArrayList<>(type.getInterfaces());
                    type.getSuperclass().ifPresent(ancestors::add);
                    report(type, type.getName(), ancestors, testkit, events);
                    for (JavaMember member : type.getMembers()) {
                        if (isShown(member)) {
                            report(type, member.getFullName(), typesOf(member), testkit, events);
                        }
                    }
                }
            };

    private PublicSignatures() {}

    private static boolean isShown(JavaMember member) {
        var modifiers = member.getModifiers();
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static List<JavaType> typesOf(JavaMember member) {
        List<JavaType> types = new ArrayList<>();
        if (member instanceof JavaField field) {
            types.add(field.getType());
        } else if (member instanceof JavaCodeUnit unit) {
            types.add(unit.getReturnType());
            types.addAll(unit.getParameterTypes());
            types.addAll(unit.getExceptionTypes());
        }
        return types;
    }

    private static void report(
            JavaClass owner, String where, List<JavaType> types, boolean testkit, ConditionEvents events) {
        for (JavaType type : types) {
            for (JavaClass named : type.getAllInvolvedRawTypes()) {
                if (!isAllowed(named.getBaseComponentType(), testkit)) {
                    events.add(SimpleConditionEvent.violated(owner, where + " names " + named.getName()));
                }
            }
        }
    }

    private static boolean isAllowed(JavaClass type, boolean testkit) {
        String name = type.getName();
        return type.isPrimitive()
                || name.startsWith("java.")
                || name.startsWith("javax.sql.")
                || name.startsWith("javax.net.")
                || name.startsWith("io.crosslog.")
                || (testkit && name.startsWith("org.junit.jupiter.api."));
    }
}
