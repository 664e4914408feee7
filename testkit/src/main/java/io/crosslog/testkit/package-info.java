/**
 * For those who write sources, decoders, normalizers and sinks: parsing without a pipeline, golden files, fakes, and contract
 * kits whose tests carry the numbers of the SPI's rules.
 */
@NullMarked
package io.crosslog.testkit;

import org.jspecify.annotations.NullMarked;
