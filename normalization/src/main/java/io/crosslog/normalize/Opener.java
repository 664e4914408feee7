package io.crosslog.normalize;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes text apart into named parts that paths can lead to. Stateless, safe for concurrent calls; never throws. */
@FunctionalInterface
interface Opener {

    /** The parts in order; null if the text is not of this form. What is in no part is decoration and may be dropped. */
    @Nullable Map<String, SourceNode> open(String text);
}
