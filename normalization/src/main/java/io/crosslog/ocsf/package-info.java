/**
 * The Open Cybersecurity Schema Framework (OCSF) inside crosslog: the facts of the schema, a validator of events, and the
 * building of events that are valid by construction.
 *
 * <p>Start at {@link io.crosslog.ocsf.OcsfSchema} to ask what the schema says, at {@link io.crosslog.ocsf.OcsfValidator}
 * to check an event, and at {@link io.crosslog.ocsf.OcsfEventPlan} to build one.
 */
@NullMarked
package io.crosslog.ocsf;

import org.jspecify.annotations.NullMarked;
