package io.crosslog.s3;

/** The object was deleted after it was listed. */
final class ObjectGoneException extends ObjectLostException {

    private static final long serialVersionUID = 1L;

    ObjectGoneException(String message) {
        super(message);
    }
}
