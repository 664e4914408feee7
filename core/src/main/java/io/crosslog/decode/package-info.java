/** Decoders for text, lines and JSON, and the scanner that decoders of JSON formats are built on. */
@NullMarked
package io.crosslog.decode;

import org.jspecify.annotations.NullMarked;
