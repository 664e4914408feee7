/** The parts of the quickstart: made-up WAF logs, a progress line, the check of what arrived, and an event before and after. */
@NullMarked
package io.crosslog.samples.quickstart;

import org.jspecify.annotations.NullMarked;
