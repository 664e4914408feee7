package io.crosslog.spi;

import io.crosslog.model.RawRecord;

/**
 * Makes events of a record: none, one or many.
 *
 * <p>Called on the writing threads, by several at once, so it must be safe for concurrent calls, which a decoder without
 * state is; one with state is given to the pipeline as a supplier, and each worker gets its own. It should take
 * microseconds, and must bound what hostile input can make it do.
 *
 * <p>Where a record holds several events, each is made of a {@linkplain RawRecord#part part} of it, so that what becomes of
 * one, a rejection or its raw text, costs that part.
 *
 * <pre>{@code
 * Decoder upperCase = (record, out) -> {
 *     if (record.length() == 0) {
 *         throw new DecodeException("the record is empty");
 *     }
 *     String text = new String(record.array(), record.offset(), record.length(), UTF_8);
 *     out.emit(LogEvent.builder(record).put("content", text.toUpperCase(Locale.ROOT)).build());
 * };
 * }</pre>
 */
@FunctionalInterface
public interface Decoder {

    /**
     * Decodes one record, which is never {@linkplain RawRecord#damage() damaged} nor {@linkplain RawRecord#emptiness()
     * empty}. Whatever is not emitted must be rejected or filtered, so that nothing disappears in silence: a call that
     * says nothing at all is taken as a rejection of the record (rule R6).
     *
     * @param record the record; its bytes may stay in the events made of it
     * @param out takes events, rejected parts and filtered parts, in order
     * @throws DecodeException if no part of the record makes sense; what this call emitted is then discarded and the whole
     *     record rejected
     */
    void decode(RawRecord record, Output out) throws DecodeException;
}
