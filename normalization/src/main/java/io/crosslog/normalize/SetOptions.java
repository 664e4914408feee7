package io.crosslog.normalize;

import io.crosslog.credentials.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all rules of a set, and is said in no file. Immutable and thread-safe.
 *
 * @param rawDataLimit how many bytes of a record's text are kept in {@code raw_data}
 * @param keepEmpty whether empty values are kept in {@code unmapped}
 * @param maskKey the key of hashes that masks leave; null if there is none
 */
record SetOptions(
        int rawDataLimit, boolean keepEmpty, @Nullable Secret maskKey) {}
