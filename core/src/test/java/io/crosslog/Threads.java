package io.crosslog;

import java.util.List;

/** The threads of a pipeline that are alive. */
final class Threads {

    private Threads() {}

    static List<String> of(String pipeline) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("crosslog-" + pipeline + "-"))
                .toList();
    }
}
