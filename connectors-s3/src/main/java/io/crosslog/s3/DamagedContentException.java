package io.crosslog.s3;

import java.io.IOException;

/**
 * What the object holds is not what it should be. Not an error of the connection: reading it again gives the same, so it
 * becomes a rejected record.
 */
final class DamagedContentException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedContentException(String message) {
        super(message);
    }

    DamagedContentException(String message, Throwable cause) {
        super(message, cause);
    }
}
