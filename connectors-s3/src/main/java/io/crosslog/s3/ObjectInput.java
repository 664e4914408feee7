package io.crosslog.s3;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The body of an answer. Closed before its end, it gives the connection up rather than read the rest; ended before the
 * length that was announced, it says so, as the client does not. Confined to one thread.
 */
final class ObjectInput extends FilterInputStream {

    private final ResponseInputStream<GetObjectResponse> body;
    private final String name;
    private long left;

    ObjectInput(ResponseInputStream<GetObjectResponse> body, String name) {
        super(body);
        this.body = body;
        this.name = name;
        Long length = body.response().contentLength();
        this.left = length == null ? -1 : length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count < 0 && left > 0) {
            throw new EOFException("the connection was closed " + left + " bytes before the end of " + name);
        }
        if (count > 0 && left > 0) {
            left -= count;
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        left = left > 0 ? left - skipped : left;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (left == 0) {
            super.close();
        } else {
            body.abort();
        }
    }
}
