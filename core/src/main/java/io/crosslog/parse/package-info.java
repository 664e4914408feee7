/** Decoding and normalizing one record, with what the contract says of failures: used by the engine and by tests alike. */
@NullMarked
package io.crosslog.parse;

import org.jspecify.annotations.NullMarked;
