package io.crosslog.ocsf;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A data type of the OCSF dictionary, such as {@code ip_t}. <i>Immutable and thread-safe.</i>
 *
 * @param name the type's name, such as {@code port_t}; {@code object_t} for every attribute that holds an object
 * @param base the primitive that values of the type are made of
 * @param regex what a text of this type looks like, searched for as the schema writes it (not anchored unless it says so)
 * @param range the limits of a number of this type
 * @param maxLength the greatest number of characters of a text of this type
 * @param observableTypeId the {@code type_id} of an observable of this type
 */
public record OcsfType(
        String name,
        Base base,
        @Nullable Pattern regex,
        @Nullable Range range,
        @Nullable Integer maxLength,
        @Nullable Integer observableTypeId) {

    /**
     * Inclusive limits of a number.
     *
     * @param low the least number allowed
     * @param high the greatest number allowed
     */
    public record Range(long low, long high) {

        boolean contains(double number) {
            return number >= low && number <= high;
        }
    }

    /** The primitives that every OCSF type comes down to. */
    public enum Base {
        /** Text. */
        STRING("string_t"),
        /** A whole number of 32 bits. */
        INTEGER("integer_t"),
        /** A whole number of 64 bits. */
        LONG("long_t"),
        /** A floating-point number. */
        FLOAT("float_t"),
        /** True or false. */
        BOOLEAN("boolean_t"),
        /** Any JSON value. */
        JSON("json_t"),
        /** An object whose structure the attribute names. */
        OBJECT("object_t");

        private final String typeName;

        Base(String typeName) {
            this.typeName = typeName;
        }

        /** The name of the primitive in OCSF, such as {@code string_t}. */
        public String typeName() {
            return typeName;
        }
    }
}
