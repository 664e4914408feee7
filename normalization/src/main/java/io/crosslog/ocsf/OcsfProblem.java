package io.crosslog.ocsf;

/**
 * One thing that is wrong, or not as recommended, with an event. <i>Immutable and thread-safe.</i>
 *
 * @param level whether the event is invalid because of it
 * @param code what kind of thing it is, such as {@code attribute_unknown}; the codes are those of the OCSF server's validator
 * @param path where in the event, such as {@code resources[0].uid}; empty for the event as a whole
 * @param message what is wrong, for people; it may quote up to 100 characters of the event
 */
public record OcsfProblem(Level level, String code, String path, String message) {

    /** How bad a problem is. */
    public enum Level {
        /** The event is not valid OCSF. */
        ERROR,
        /** The event is valid, but not as OCSF recommends. */
        WARNING
    }

    @Override
    public String toString() {
        return level + " " + code + (path.isEmpty() ? "" : " at " + path) + ": " + message;
    }
}
