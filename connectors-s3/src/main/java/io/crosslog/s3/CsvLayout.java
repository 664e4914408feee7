package io.crosslog.s3;

import java.util.List;

/**
 * How comma-separated values are written. Immutable and thread-safe.
 *
 * @param columns their names, or none if the first row has them
 * @param delimiter what stands between two fields
 * @param quote what wraps a field, or {@link #NONE}
 * @param escape what takes the meaning from the next byte, or {@link #NONE}
 */
record CsvLayout(List<String> columns, int delimiter, int quote, int escape) {

    /** No byte is equal to this. */
    static final int NONE = Integer.MIN_VALUE;
}
