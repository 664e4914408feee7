/** Whole pipelines, from a real Kafka broker to an SLS endpoint, under every fault that must lose nothing. */
@NullMarked
package io.crosslog.campaign;

import org.jspecify.annotations.NullMarked;
