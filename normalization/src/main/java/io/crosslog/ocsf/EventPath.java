package io.crosslog.ocsf;

/** Writes the paths of an event. */
final class EventPath {

    private EventPath() {}

    /** The path of an attribute of the object at a path; the event's own path is empty. */
    static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
