package io.crosslog.s3;

/** The object was written anew after it was listed, so that the state listed is gone. */
final class ObjectChangedException extends ObjectLostException {

    private static final long serialVersionUID = 1L;

    ObjectChangedException(String message) {
        super(message);
    }
}
