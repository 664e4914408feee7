package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfDraft;
import io.crosslog.ocsf.OcsfEventPlan;
import io.crosslog.ocsf.OcsfNode;
import io.crosslog.ocsf.OcsfSlot;
import io.crosslog.ocsf.OcsfType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles constants, after it was tried out whether their attribute takes them. Confined to one thread. */
final class Constants {

    private final OcsfEventPlan plan;
    private final Collection<OcsfSlot> lists;

    /**
     * Constants of a class.
     *
     * @param plan the class
     * @param lists the lists whose objects are being built, the outermost first; may be empty
     */
    Constants(OcsfEventPlan plan, Collection<OcsfSlot> lists) {
        this.plan = plan;
        this.lists = lists;
    }

    List<Alternative> read(Place place, YamlValue yaml, DescribedMapping described) {
        if (yaml.isList() && !place.attribute().array()) {
            yaml.wrong("a list was given but " + place.slot() + " holds one value");
            return List.of(Alternative.constant(""));
        }
        List<Object> values = new ArrayList<>();
        for (YamlValue item : yaml.items()) {
            described.source('"' + item.text() + '"');
            if (item.text().isEmpty()) {
                item.wrong("an empty text is no value; leave the mapping out");
                continue;
            }
            Object value = value(place, item);
            if (value != null) {
                values.add(value);
            }
        }
        if (values.isEmpty()) {
            // The problem is noted; that nothing would be written is none besides.
            return List.of(Alternative.constant(""));
        }
        return List.of(Alternative.constant(values.size() == 1 ? values.get(0) : values));
    }

    /** A value as the attribute has it; null, and a problem noted, if it is none of the attribute's. */
    @Nullable Object value(Place place, YamlValue item) {
        Object value = EnumValues.constant(place.attribute(), item);
        if (value == null) {
            return null;
        }
        if (place.attribute().type().base() == OcsfType.Base.OBJECT
                && !place.slot().path().isFree()) {
            item.wrong(place.slot() + " is an object: give its attributes values one by one");
            return null;
        }
        if (!takes(place.slot(), value)) {
            item.wrong("'" + item.text() + "' is no value of " + place.slot() + ", which is of type "
                    + place.attribute().type().name());
            return null;
        }
        return value;
    }

    private boolean takes(OcsfSlot slot, Object value) {
        OcsfDraft draft = plan.newDraft();
        OcsfNode node = null;
        for (OcsfSlot list : lists) {
            node = node == null ? draft.append(list) : node.append(list);
        }
        return node == null ? draft.put(slot, value, null) : node.put(slot, value, null);
    }
}
