package io.crosslog.s3;

/**
 * The object that was listed cannot be read any more, and trying again will not help: a fact about the data, which becomes
 * a rejected record or a notice, and not an error of the source.
 */
abstract sealed class ObjectLostException extends RuntimeException
        permits ObjectGoneException, ObjectChangedException, ObjectArchivedException {

    private static final long serialVersionUID = 1L;

    ObjectLostException(String message) {
        super(message);
    }
}
