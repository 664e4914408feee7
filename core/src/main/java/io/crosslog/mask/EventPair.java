package io.crosslog.mask;

import io.crosslog.model.FieldType;
import io.crosslog.model.FieldVisitor;
import org.jspecify.annotations.Nullable;

/**
 * What a field of an event that tells a name says of the fields beside it that bear its value, as {@link JsonPair} does for the
 * members of an object. Confined to one thread; to be used once.
 */
final class EventPair implements FieldVisitor {

    private final Names names;
    private @Nullable NameRule rule;

    EventPair(Names names) {
        this.names = names;
    }

    @Override
    public void field(String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        if (rule == null
                && type == FieldType.STRING
                && length < 8 * Names.LONGEST
                && Places.mayBeOfPair(name)
                && Places.isNameOfPair(Names.canonical(name))) {
            rule = Places.rule(names, FieldVisitor.text(bytes, offset, length, escaped));
        }
    }

    /** What is known of a field; null for nothing. */
    @Nullable NameRule value(String name) {
        return rule != null && Places.mayBeOfPair(name) && Places.isValueOfPair(Names.canonical(name)) ? rule : null;
    }
}
