package io.crosslog.ocsf;

/**
 * A class of events. <i>Immutable and thread-safe.</i>
 *
 * @param uid the {@code class_uid}, such as 4002
 * @param categoryUid the {@code category_uid}, such as 4
 * @param categoryName the category's caption, such as {@code Network Activity}
 * @param structure its attributes, constraints and profiles
 */
public record OcsfClass(int uid, int categoryUid, String categoryName, OcsfStructure structure) {

    /** The name in look-ups, such as {@code http_activity}. */
    public String name() {
        return structure.name();
    }

    /** The name for people and the value of {@code class_name}, such as {@code HTTP Activity}. */
    public String caption() {
        return structure.caption();
    }

    /**
     * Computes a {@code type_uid}.
     *
     * @param activityId an activity of this class
     * @return {@code uid * 100 + activityId}
     */
    public long typeUid(long activityId) {
        return uid * 100L + activityId;
    }

    @Override
    public String toString() {
        return name() + " [" + uid + "]";
    }
}
