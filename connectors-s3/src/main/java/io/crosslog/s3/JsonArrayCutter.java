package io.crosslog.s3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the elements out of a JSON array, or of several one after another. Only brackets and strings are followed; whether an
 * element makes sense is the decoder's affair. Confined to one thread.
 */
final class JsonArrayCutter implements Cutter {

    private enum Place {
        BEFORE_ARRAY,
        AT_FIRST,
        AT_NEXT,
        AFTER_ELEMENT
    }

    private final CutBuffer buffer;
    private final int most;
    private final JsonValueEnd end = new JsonValueEnd();
    private Place place = Place.BEFORE_ARRAY;
    private long number;

    JsonArrayCutter(CutBuffer buffer, int most) {
        this.buffer = buffer;
        this.most = most;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public @Nullable CutRecord next(long from) throws IOException {
        while (toElement()) {
            CutRecord record = element(from);
            place = Place.AFTER_ELEMENT;
            if (record != null) {
                return record;
            }
        }
        return null;
    }

    /** Goes to the next element; false if there is none. */
    private boolean toElement() throws IOException {
        while (true) {
            int b = significant();
            if (b < 0) {
                if (place == Place.BEFORE_ARRAY) {
                    return false;
                }
                throw new DamagedContentException("the JSON array has no end");
            }
            switch (place) {
                case BEFORE_ARRAY -> {
                    expect(b == '[', "the [ of a JSON array", b);
                    place = Place.AT_FIRST;
                }
                case AFTER_ELEMENT -> {
                    expect(b == ',' || b == ']', "a comma or the ] of the JSON array", b);
                    place = b == ',' ? Place.AT_NEXT : Place.BEFORE_ARRAY;
                }
                default -> {
                    if (b != ']' || place == Place.AT_NEXT) {
                        expect(b != ',' && b != ']' && b != '}', "an element of the JSON array", b);
                        return true;
                    }
                    place = Place.BEFORE_ARRAY;
                }
            }
            buffer.take(1);
        }
    }

    private void expect(boolean met, String what, int b) throws DamagedContentException {
        if (!met) {
            throw new DamagedContentException("where " + what + " should be, there is "
                    + (b > ' ' && b < 0x7f ? "'" + (char) b + "'" : "byte " + b));
        }
    }

    /** {@return the next byte that is not white, which stays to be taken, or -1 at the end} */
    private int significant() throws IOException {
        while (true) {
            byte[] bytes = buffer.bytes();
            for (int i = buffer.start(); i < buffer.end(); i++) {
                byte b = bytes[i];
                if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                    buffer.take(i - buffer.start());
                    return b & 0xff;
                }
            }
            buffer.take(buffer.length());
            if (!buffer.fill()) {
                return -1;
            }
        }
    }

    private @Nullable CutRecord element(long from) throws IOException {
        end.begin();
        byte @Nullable [] head = null;
        int looked = 0;
        while (true) {
            int at = end.find(buffer.bytes(), buffer.start() + looked, buffer.end());
            looked = at - buffer.start();
            if (looked > most) {
                head = head == null ? Cut.head(buffer, most) : head;
                buffer.take(looked);
                looked = 0;
            }
            if (end.isFound()) {
                break;
            }
            if (!buffer.fill()) {
                throw new DamagedContentException("the JSON array ends in the middle of an element");
            }
        }
        CutRecord record = null;
        if (number >= from) {
            record = head == null ? Cut.whole(number, buffer, looked) : Cut.headOnly(number, head, Cut.tooLong(most));
        }
        number++;
        buffer.take(looked);
        return record;
    }
}
