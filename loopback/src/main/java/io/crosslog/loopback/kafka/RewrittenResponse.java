package io.crosslog.loopback.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** A broker's answer, without its length, whose body is read and replaced. Confined to one thread. */
final class RewrittenResponse {

    private static final int CORRELATION_BYTES = 4;

    private final byte[] response;
    private final short version;
    private final int header;

    RewrittenResponse(byte[] response, ApiKeys api, short version) {
        this.response = response;
        this.version = version;
        this.header = CORRELATION_BYTES + (api.responseHeaderVersion(version) > 0 ? 1 : 0);
    }

    ByteBufferAccessor body() {
        return new ByteBufferAccessor(
                ByteBuffer.wrap(response, header, response.length - header).slice());
    }

    /** The answer with another body. */
    byte[] with(Message data) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        MessageSizeAccumulator size = new MessageSizeAccumulator();
        data.addSize(size, cache, version);
        ByteBuffer body = ByteBuffer.allocate(size.totalSize());
        data.write(new ByteBufferAccessor(body), cache, version);
        body.flip();
        byte[] all = new byte[header + body.remaining()];
        System.arraycopy(response, 0, all, 0, header);
        body.get(all, header, body.remaining());
        return all;
    }
}
