/** Other shapes of an OCSF event: as JSON in one field, as a flat row, under the names that another system expects. */
@NullMarked
package io.crosslog.render;

import org.jspecify.annotations.NullMarked;
