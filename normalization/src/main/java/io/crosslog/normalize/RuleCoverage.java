package io.crosslog.normalize;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one rule has made of the events that it was for. Immutable and thread-safe.
 *
 * @param rule the rule's name
 * @param events how many events it has made
 * @param fields the source's fields, by path; those that hold nothing are not among them
 * @param attributes the attributes that it can write, in its order, those never written among them
 */
public record RuleCoverage(String rule, long events, List<Field> fields, List<Attribute> attributes) {

    /** Copies the lists. */
    public RuleCoverage {
        fields = List.copyOf(fields);
        attributes = List.copyOf(attributes);
    }

    /** {@return the paths of fields that no attribute was ever made of} */
    public List<String> unmappedFields() {
        return fields.stream()
                .filter(field -> field.mapped() == 0)
                .map(Field::path)
                .toList();
    }

    /** {@return the attributes that the rule can write and has never written} */
    public List<String> unwrittenAttributes() {
        return attributes.stream()
                .filter(attribute -> attribute.written() == 0)
                .map(Attribute::path)
                .toList();
    }

    /** {@return which share of the values became attributes, from 0 to 1; 1 where there were none} */
    public double mappedShare() {
        long all = 0;
        long mapped = 0;
        for (Field field : fields) {
            all += field.mapped() + field.unmapped();
            mapped += field.mapped();
        }
        return all == 0 ? 1 : (double) mapped / all;
    }

    /**
     * What became of a source field.
     *
     * @param path where it stands, with {@code []} for the elements of lists
     * @param mapped how often an attribute was made of it
     * @param kept how often it stayed in {@code unmapped} although an attribute was made of it
     * @param unmapped how often it stayed there because none was
     * @param failed how often a mapping could not convert it
     * @param attributes what was made of it
     */
    public record Field(String path, long mapped, long kept, long unmapped, long failed, Set<String> attributes) {
        /** Copies the attributes. */
        public Field {
            attributes = Collections.unmodifiableSet(new TreeSet<>(attributes));
        }
    }

    /**
     * What an attribute was made of.
     *
     * @param path the attribute
     * @param written how often it was written
     * @param failed how often values for it could not be converted
     * @param sources the paths of what it was made of; {@code (constant)} where the rule itself says it
     */
    public record Attribute(String path, long written, long failed, Set<String> sources) {
        /** Copies the sources. */
        public Attribute {
            sources = Collections.unmodifiableSet(new TreeSet<>(sources));
        }
    }
}
