package io.crosslog.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The little that is asked of a store: one page of a listing, and the bytes of an object. It tries nothing twice; failures
 * come as rule R5 has them.
 *
 * <p>Safe for concurrent calls.
 */
interface ObjectStore extends Closeable {

    /**
     * Lists the objects under the prefix whose keys follow another, in the order of their UTF-8 bytes.
     *
     * @param after the key after which to begin, or an empty text for the beginning
     * @return the next page
     * @throws IOException if it may work later
     */
    ObjectPage list(String after) throws IOException;

    /**
     * Opens an object, if it is still in the state that was listed.
     *
     * @param object the object
     * @param from the offset of the first byte
     * @return the bytes from there to the end
     * @throws IOException if it may work later
     * @throws ObjectLostException if it never will
     */
    InputStream open(ListedObject object, long from) throws IOException;

    @Override
    void close();
}
