package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfAttribute;
import io.crosslog.ocsf.OcsfEventPlan;
import io.crosslog.ocsf.OcsfPath;
import io.crosslog.ocsf.OcsfPathException;
import io.crosslog.ocsf.OcsfSchema;
import java.util.ArrayList;
import java.util.List;

/** What is in events without a mapping: what the engine stamps on them, and what OCSF computes. */
final class WrittenByEngine {

    private static final List<String> ALWAYS = List.of(
            "activity_id",
            "activity_name",
            "category_name",
            "category_uid",
            "class_name",
            "class_uid",
            "metadata.logged_time",
            "metadata.original_time",
            "metadata.product.name",
            "metadata.profiles",
            "metadata.transformation_info_list[].name",
            "metadata.transformation_info_list[].product.name",
            "metadata.transformation_info_list[].product.version",
            "metadata.transformation_info_list[].uid",
            "metadata.uid",
            "metadata.version",
            "observables[].name",
            "observables[].type",
            "observables[].type_id",
            "observables[].value",
            "raw_data",
            "raw_data_size",
            "severity",
            "severity_id",
            "time",
            "timezone_offset",
            "type_name",
            "type_uid",
            "unmapped");

    private WrittenByEngine() {}

    /** The attributes of events of a class, beside those that are mapped: the text beside a mapped number is among them. */
    static List<MappedAttribute> of(OcsfEventPlan plan, List<MappedAttribute> mapped) {
        List<MappedAttribute> written = new ArrayList<>();
        for (String path : ALWAYS) {
            add(plan, path, written);
        }
        for (MappedAttribute attribute : mapped) {
            try {
                OcsfAttribute last = resolve(plan, attribute.path()).attribute();
                if (last.sibling() != null) {
                    String parent =
                            attribute.path().substring(0, attribute.path().lastIndexOf('.') + 1);
                    add(plan, parent + last.sibling(), written);
                }
            } catch (OcsfPathException e) {
                // The rule maps it for another of its classes.
            }
        }
        return written;
    }

    private static void add(OcsfEventPlan plan, String path, List<MappedAttribute> written) {
        OcsfAttribute attribute = resolve(plan, path).attribute();
        written.add(new MappedAttribute(path, attribute.type().name(), attribute.array(), List.of(), "", null));
    }

    private static OcsfPath resolve(OcsfEventPlan plan, String path) {
        return OcsfSchema.bundled().resolve(plan.eventClass().name(), path, plan.profiles());
    }
}
