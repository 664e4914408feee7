/** What can be done with rejected records: keep them in files, stop, or drop and count them. */
@NullMarked
package io.crosslog.reject;

import org.jspecify.annotations.NullMarked;
