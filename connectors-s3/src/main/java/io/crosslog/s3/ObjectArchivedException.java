package io.crosslog.s3;

/** The object lies in a storage class whose objects must be restored before they can be read. */
final class ObjectArchivedException extends ObjectLostException {

    private static final long serialVersionUID = 1L;

    ObjectArchivedException(String message) {
        super(message);
    }
}
