package io.crosslog.loopback.kafka;

/** A broker that can be started, stopped and started again on the same data. Confined to one thread. */
interface Broker {
    /** Returns when the broker serves requests; throws {@link IllegalStateException} if it does not come up. */
    void start();

    /** Returns when the broker is down; without effect if it is. */
    void stop();
}
