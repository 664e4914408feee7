package io.crosslog.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Reads what a client measures of itself. */
final class ClientMetric {

    private ClientMetric() {}

    /** The value of a client metric, or NaN if there is none of this name. */
    static double of(Consumer<?, ?> consumer, String name) {
        for (var entry : consumer.metrics().entrySet()) {
            MetricName metric = entry.getKey();
            if (metric.name().equals(name) && !metric.group().endsWith("node-metrics")) {
                Metric value = entry.getValue();
                return value.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
            }
        }
        return Double.NaN;
    }
}
