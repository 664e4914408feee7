package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one object in the state in which it was listed. Opened again from where a connection was cut, it gives the
 * same bytes or says what became of the object.
 *
 * <p>Confined to one thread.
 */
interface ObjectBytes {

    /** {@return what to call the object in messages: {@code cos://bucket/key@etag}} */
    String name();

    /** {@return its size in bytes, as stored} */
    long size();

    /**
     * Opens the bytes from an offset to the end.
     *
     * @param from the offset of the first byte, at the most {@link #size()}
     * @return the bytes; a cut connection is an {@link IOException} of theirs
     * @throws IOException if it may work later
     * @throws ObjectLostException if it never will, as the object is gone, changed or archived
     */
    InputStream open(long from) throws IOException;
}
