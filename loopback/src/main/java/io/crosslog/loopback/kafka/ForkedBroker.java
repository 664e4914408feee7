package io.crosslog.loopback.kafka;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The broker in a child JVM. */
final class ForkedBroker implements Broker {
    /** Made for short lives beside other work: a small heap, few threads, and no second compiler that takes a core. */
    static final List<String> DEFAULT_JVM_OPTIONS = List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true");

    private final BrokerPlan plan;
    private final List<String> jvmOptions;
    private @Nullable ChildJvm child;

    ForkedBroker(BrokerPlan plan, List<String> jvmOptions) {
        this.plan = plan;
        this.jvmOptions = jvmOptions;
    }

    @Override
    public void start() {
        Path directory = plan.directory();
        String properties = plan.propertiesFile().toString();
        child = ChildJvm.start(
                BrokerProcess.class, directory, plan.logFile(), BuildFacts.brokerClassPath(), jvmOptions, properties);
    }

    @Override
    public void stop() {
        ChildJvm running = child;
        child = null;
        if (running != null) {
            running.stop();
        }
    }
}
