/** What keeps secrets out of everything that a pipeline hands on: masks by name, path and pattern. */
@NullMarked
package io.crosslog.mask;

import org.jspecify.annotations.NullMarked;
