/**
 * What users implement: sources, decoders, normalizers, sinks, checkpoint stores and rejection handlers.
 *
 * <p>The rules R1 to R12 that these types follow are in {@code docs/spi-contract.md}; the contract kits of the test kit
 * check them. Imports only the model.
 */
@NullMarked
package io.crosslog.spi;

import org.jspecify.annotations.NullMarked;
