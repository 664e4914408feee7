/** The rule engine: turns vendors' events into OCSF events as YAML rules say. */
@NullMarked
package io.crosslog.normalize;

import org.jspecify.annotations.NullMarked;
