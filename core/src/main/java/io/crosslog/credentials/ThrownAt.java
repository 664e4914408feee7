package io.crosslog.credentials;

/** Where an exception was thrown, in words that hold nothing of what it was thrown for. */
final class ThrownAt {

    private ThrownAt() {}

    /** The first place outside the JDK, or an empty text if the exception has no trace. */
    static String of(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (!frame.getClassName().startsWith("java.")
                    && !frame.getClassName().startsWith("jdk.")) {
                return " at " + frame;
            }
        }
        return "";
    }
}
