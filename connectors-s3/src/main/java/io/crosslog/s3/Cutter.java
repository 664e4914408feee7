package io.crosslog.s3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts the content of one object into records, numbered from 0. Confined to one thread. */
interface Cutter {

    /**
     * The next record.
     *
     * @param from the number of the first that is wanted; those before it are passed over, and cost no memory
     * @return the record, or null at the end
     * @throws DamagedContentException if there is no way on
     */
    @Nullable CutRecord next(long from) throws IOException;

    /** {@return the number of the record that comes next} */
    long number();
}
