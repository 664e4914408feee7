package io.crosslog.s3;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/** Finds out what the records of an expanded object are. */
final class Content {

    private static final int BYTE_ORDER_MARK = 3;

    private Content() {}

    /**
     * Begins to cut.
     *
     * @param buffer over the content, from its first byte
     * @param plan what the format is, if not the content tells
     * @param expanded whether the content was compressed; its first bytes were not looked at then
     * @throws DamagedContentException if it is of a kind that is not read
     */
    static Cutter cutter(CutBuffer buffer, ReadingPlan plan, boolean expanded) throws IOException {
        byte[] head = head(buffer);
        if (expanded) {
            Expansion.refuseNested(head);
        }
        if (plan.compression() != ObjectCompression.NONE) {
            refuseWide(head);
        }
        if (head.length >= BYTE_ORDER_MARK
                && head[0] == (byte) 0xef
                && head[1] == (byte) 0xbb
                && head[2] == (byte) 0xbf) {
            buffer.take(BYTE_ORDER_MARK);
            head = Arrays.copyOfRange(head, BYTE_ORDER_MARK, head.length);
        }
        int most = plan.maxRecordBytes();
        return switch (plan.format().kind()) {
            case LINES -> new LineCutter(buffer, most);
            case JSON_ARRAY -> new JsonArrayCutter(buffer, most);
            case CSV ->
                new CsvCutter(buffer, Objects.requireNonNull(plan.format().csvLayout()), most);
            case DETECT -> isArray(head) ? new JsonArrayCutter(buffer, most) : new LineCutter(buffer, most);
        };
    }

    private static byte[] head(CutBuffer buffer) throws IOException {
        boolean more = true;
        while (more && buffer.length() < Magic.HEAD) {
            try {
                more = buffer.fill();
            } catch (DamagedContentException e) {
                if (buffer.length() == 0) {
                    throw e;
                }
                // The cutter comes upon it again, after the records before it.
                more = false;
            }
        }
        return Arrays.copyOfRange(
                buffer.bytes(), buffer.start(), buffer.start() + Math.min(Magic.HEAD, buffer.length()));
    }

    private static void refuseWide(byte[] head) throws DamagedContentException {
        if (head.length >= 2 && (head[0] == 0 ^ head[1] == 0) && isBracket(head[0] | head[1])) {
            throw Expansion.refusal(Magic.UTF_16_BIG.text());
        }
    }

    private static boolean isBracket(int b) {
        return b == '{' || b == '[';
    }

    /** Lines of plain logs begin with a bracket, too: an array is one only if an object is in it, or nothing. */
    private static boolean isArray(byte[] head) {
        int bracket = significant(head, 0);
        if (bracket == head.length || head[bracket] != '[') {
            return false;
        }
        int element = significant(head, bracket + 1);
        return element < head.length && (head[element] == '{' || head[element] == ']');
    }

    private static int significant(byte[] head, int from) {
        int i = from;
        while (i < head.length && (head[i] == ' ' || head[i] == '\n' || head[i] == '\r' || head[i] == '\t')) {
            i++;
        }
        return i;
    }
}
