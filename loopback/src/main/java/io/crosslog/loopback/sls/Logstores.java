package io.crosslog.loopback.sls;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The projects and logstores that exist at the moment. Safe for concurrent calls. */
final class Logstores {
    private final Map<String, Map<String, SlsLogstore>> projects = new ConcurrentHashMap<>();
    private final Keeping keeping;

    Logstores(Keeping keeping) {
        this.keeping = keeping;
    }

    SlsLogstore create(String project, String logstore) {
        return projects.computeIfAbsent(project, p -> new ConcurrentHashMap<>())
                .computeIfAbsent(logstore, l -> new SlsLogstore(project, l, keeping));
    }

    void createProject(String project) {
        projects.computeIfAbsent(project, p -> new ConcurrentHashMap<>());
    }

    void delete(String project, String logstore) {
        Map<String, SlsLogstore> stores = projects.get(project);
        if (stores != null) {
            stores.remove(logstore);
        }
    }

    void deleteProject(String project) {
        projects.remove(project);
    }

    boolean hasProject(String project) {
        return projects.containsKey(project);
    }

    @Nullable SlsLogstore find(String project, String logstore) {
        Map<String, SlsLogstore> stores = projects.get(project);
        return stores == null ? null : stores.get(logstore);
    }

    @Override
    public String toString() {
        return projects.toString();
    }
}
