package io.crosslog.decode;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Output;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a decoder says. */
final class Heard implements Output {

    final List<LogEvent> events = new ArrayList<>();
    final List<String> rejected = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    final List<String> filtered = new ArrayList<>();
    final List<String> counted = new ArrayList<>();

    static Heard of(Decoder decoder, String text) throws DecodeException {
        return of(decoder, text.getBytes(StandardCharsets.UTF_8));
    }

    static Heard of(Decoder decoder, byte[] bytes) throws DecodeException {
        Heard heard = new Heard();
        byte[] framed = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, framed, 3, bytes.length);
        RawRecord record = RawRecord.builder(Origin.prefix("test", "test:").at(1), Instant.EPOCH)
                .bytes(framed, 3, bytes.length)
                .build();
        decoder.decode(record, heard);
        return heard;
    }

    List<String> json() {
        return events.stream().map(LogEvent::toJson).toList();
    }

    @Override
    public void emit(LogEvent event) {
        events.add(event);
    }

    @Override
    public void reject(byte[] part, String reason) {
        rejected.add(new String(part, StandardCharsets.UTF_8));
        reasons.add(reason);
    }

    @Override
    public void filter(String reason) {
        filtered.add(reason);
    }

    @Override
    public void count(String name) {
        counted.add(name);
    }
}
