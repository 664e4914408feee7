package io.crosslog.s3;

import java.io.IOException;

/** Carries a provider's exception through the client, which knows no checked ones. */
final class CredentialsFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CredentialsFailure(IOException cause) {
        super(cause.getMessage(), cause);
    }

    IOException asIoException() {
        return getCause() instanceof IOException cause ? cause : new IOException(this);
    }
}
