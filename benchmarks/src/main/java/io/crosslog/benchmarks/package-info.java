/** JMH benchmarks of the steps of a record, and a race of pipelines with a bare loop; see docs/benchmarks.md. */
@NullMarked
package io.crosslog.benchmarks;

import org.jspecify.annotations.NullMarked;
