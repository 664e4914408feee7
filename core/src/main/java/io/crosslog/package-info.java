/** The entry: a {@link io.crosslog.Pipeline} is described here, started and watched; its engine lives beside it, unseen. */
@NullMarked
package io.crosslog;

import org.jspecify.annotations.NullMarked;
