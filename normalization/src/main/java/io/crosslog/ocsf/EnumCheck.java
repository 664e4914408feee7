package io.crosslog.ocsf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the values of enum attributes, and the siblings that hold their captions. */
final class EnumCheck {

    private EnumCheck() {}

    /** Checks an attribute that bears an enum and whose value has the right type. */
    static void check(OcsfAttribute attribute, String parent, Map<?, ?> item, ProblemList problems) {
        OcsfEnum values = attribute.values();
        Object value = item.get(attribute.name());
        if (values == null || value == null) {
            return;
        }
        String sibling = attribute.sibling();
        Object siblingValue = sibling == null ? null : item.get(sibling);
        String path = EventPath.join(parent, attribute.name());
        if (value instanceof List<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                Object element = elements.get(i);
                if (element != null && known(values, path + "[" + i + "]", element, "_array_value", problems)) {
                    arraySibling(values, parent, sibling, i, element, siblingValue, problems);
                }
            }
        } else if (known(values, path, value, "_value", problems) && siblingValue != null) {
            sibling(values, EventPath.join(parent, String.valueOf(sibling)), value, siblingValue, problems);
        }
    }

    private static boolean known(OcsfEnum values, String path, Object value, String kind, ProblemList problems) {
        String key = value.toString();
        if (values.caption(key).isEmpty()) {
            problems.error(
                    "attribute_enum" + kind + "_unknown",
                    path,
                    ProblemList.quote(value) + " is not among the values of this enum");
            return false;
        }
        Optional<String> since = values.deprecatedSince(key);
        since.ifPresent(version -> problems.warning(
                "attribute_enum" + kind + "_deprecated",
                path,
                ProblemList.quote(value) + " is deprecated since OCSF " + version));
        return true;
    }

    private static boolean isOther(Object value) {
        return value instanceof Number n && n.longValue() == OcsfEnum.OTHER;
    }

    private static void sibling(OcsfEnum values, String path, Object value, Object sibling, ProblemList problems) {
        String caption = values.caption(value.toString()).orElse("");
        boolean same = caption.contentEquals(sibling.toString());
        if (isOther(value) && same) {
            problems.warning(
                    "attribute_enum_sibling_suspicious_other",
                    path,
                    "is " + ProblemList.quote(sibling) + ", but for the value 99 it should be the source's own word");
        } else if (!isOther(value) && !same) {
            problems.warning(
                    "attribute_enum_sibling_incorrect",
                    path,
                    "is " + ProblemList.quote(sibling) + ", but the caption of the value " + value + " is "
                            + ProblemList.quote(caption));
        }
    }

    private static void arraySibling(
            OcsfEnum values,
            String parent,
            @Nullable String name,
            int index,
            Object value,
            @Nullable Object siblings,
            ProblemList problems) {
        if (isOther(value) || name == null || !(siblings instanceof List<?> list)) {
            return;
        }
        String path = EventPath.join(parent, name) + "[" + index + "]";
        String caption = values.caption(value.toString()).orElse("");
        Object sibling = index < list.size() ? list.get(index) : null;
        if (sibling == null) {
            problems.error(
                    "attribute_enum_array_sibling_missing",
                    path,
                    "is missing; expected " + ProblemList.quote(caption) + " for the value " + value);
        } else if (!caption.contentEquals(sibling.toString())) {
            problems.error(
                    "attribute_enum_array_sibling_incorrect",
                    path,
                    "is " + ProblemList.quote(sibling) + ", but the caption of the value " + value + " is "
                            + ProblemList.quote(caption));
        }
    }
}
