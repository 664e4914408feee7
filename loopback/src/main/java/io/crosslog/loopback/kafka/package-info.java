/**
 * Kafka brokers on 127.0.0.1 for tests, samples and benchmarks: a current one ({@link
 * io.crosslog.loopback.kafka.LoopbackKafka}), an old one ({@link io.crosslog.loopback.kafka.OldKafka}), and a proxy that
 * puts faults between them and their clients ({@link io.crosslog.loopback.kafka.LoopbackProxy}).
 */
@NullMarked
package io.crosslog.loopback.kafka;

import org.jspecify.annotations.NullMarked;
