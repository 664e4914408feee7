/**
 * Reads records from Kafka and from what speaks its protocol: {@link io.crosslog.kafka.KafkaSource} for any broker, and
 * presets on top of it, one for each cloud service.
 *
 * <p>The Kafka client stays behind this package: none of its types is in a public signature, and only what version 3.8.1
 * of it offers is used, so that an application may bring that version or a newer one.
 */
@NullMarked
package io.crosslog.kafka;

import org.jspecify.annotations.NullMarked;
