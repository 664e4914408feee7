package io.crosslog.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts comma-separated values (RFC 4180) into records, one JSON object for each row. A row that cannot be is rejected with
 * its text, and the next row goes on; a row that passes the limit is given up there, and the next line begins a row. Confined
 * to one thread.
 */
final class CsvCutter implements Cutter {

    /** Each row repeats all names: a first row of delimiters would make a record of megabytes of each short line. */
    static final int MOST_COLUMNS = 10_000;

    private final CutBuffer buffer;
    private final CsvLayout layout;
    private final int most;
    private final CsvRow row;
    private final CsvRowEnd end;
    private @Nullable CsvObjects objects;
    private long number;

    CsvCutter(CutBuffer buffer, CsvLayout layout, int most) {
        this.buffer = buffer;
        this.layout = layout;
        this.most = most;
        this.row = new CsvRow(layout);
        this.end = new CsvRowEnd(layout);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public @Nullable CutRecord next(long from) throws IOException {
        while (true) {
            end.begin();
            int looked = 0;
            do {
                looked = end.find(buffer.bytes(), buffer.start() + looked, buffer.end()) - buffer.start();
            } while (!end.isFound() && looked <= most + 1 && buffer.fill());
            if (looked > most + 1) {
                CutRecord record = tooLong(from);
                if (record != null) {
                    return record;
                }
                continue;
            }
            if (looked == 0 && !end.isFound()) {
                return null;
            }
            CutRecord record = row(looked, from);
            buffer.take(end.isFound() ? looked + 1 : looked);
            if (record != null) {
                return record;
            }
        }
    }

    private @Nullable CutRecord row(int looked, long from) throws DamagedContentException {
        byte[] bytes = buffer.bytes();
        int start = buffer.start();
        int length = looked > 0 && bytes[start + looked - 1] == '\r' ? looked - 1 : looked;
        if (length == 0) {
            return null;
        }
        CsvObjects known = objects;
        if (known == null) {
            known = header(bytes, start, start + length);
            objects = known;
            if (layout.columns().isEmpty() || layout.columns().equals(texts())) {
                return null;
            }
        }
        long mine = number++;
        if (mine < from) {
            return null;
        }
        if (length > most) {
            return Cut.headOnly(mine, Cut.head(buffer, most), Cut.tooLong(most));
        }
        String wrong = row.split(bytes, start, start + length);
        if (wrong == null && row.fields() != known.columns()) {
            wrong = "the row has " + row.fields() + " columns and not " + known.columns();
        }
        return wrong == null ? known.write(mine, row) : Cut.bad(mine, buffer, length, wrong);
    }

    private CsvObjects header(byte[] bytes, int from, int to) throws DamagedContentException {
        String wrong = row.split(bytes, from, to);
        if (!layout.columns().isEmpty()) {
            return new CsvObjects(layout.columns());
        }
        if (wrong != null) {
            throw new DamagedContentException("the row that names the columns makes no sense: " + wrong);
        }
        if (row.fields() > MOST_COLUMNS) {
            throw new DamagedContentException("the row that names the columns has " + row.fields()
                    + " of them, and may have " + MOST_COLUMNS + ": it may be no such row, or end elsewhere");
        }
        return new CsvObjects(CsvObjects.distinct(texts()));
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.fields(); i++) {
            texts.add(new String(row.text(), row.from(i), row.to(i) - row.from(i), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private @Nullable CutRecord tooLong(long from) throws IOException {
        if (objects == null && layout.columns().isEmpty()) {
            throw new DamagedContentException("the row that names the columns has no end within " + most + " bytes");
        }
        byte[] head = Cut.head(buffer, most);
        buffer.take(most + 1);
        while (true) {
            int left = Scan.newline(buffer.bytes(), buffer.start(), buffer.end()) - buffer.start();
            boolean ended = left < buffer.length();
            buffer.take(ended ? left + 1 : left);
            if (ended || !buffer.fill()) {
                break;
            }
        }
        return number++ < from ? null : Cut.headOnly(number - 1, head, Cut.tooLong(most));
    }
}
