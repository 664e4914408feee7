package io.crosslog.ocsf;

/** How strongly OCSF asks for an attribute. <i>Immutable and thread-safe.</i> */
public enum OcsfRequirement {
    /** An event or object without it is invalid. */
    REQUIRED,
    /** It should be there; its absence is at most a warning. */
    RECOMMENDED,
    /** It may be there. */
    OPTIONAL
}
