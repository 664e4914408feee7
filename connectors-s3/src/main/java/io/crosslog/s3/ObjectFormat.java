package io.crosslog.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the records of an object are, once it is decompressed. Always UTF-8; a byte order mark is dropped, and UTF-16 is
 * refused by name. Default: {@link #detect()}.
 *
 * <p>Immutable and thread-safe.
 */
public final class ObjectFormat {

    private static final ObjectFormat DETECT = new ObjectFormat(Kind.DETECT, null);
    private static final ObjectFormat LINES = new ObjectFormat(Kind.LINES, null);
    private static final ObjectFormat JSON_ARRAY = new ObjectFormat(Kind.JSON_ARRAY, null);

    private final Kind kind;
    private final @Nullable CsvLayout csv;

    private ObjectFormat(Kind kind, @Nullable CsvLayout csv) {
        this.kind = kind;
        this.csv = csv;
    }

    /** {@return a JSON array if the object begins with one of objects (<code>[&#123;</code>), else lines} */
    public static ObjectFormat detect() {
        return DETECT;
    }

    /**
     * One JSON value in each line, as CLS ships it, escaped or not. The same as {@link #lines()}: what a line holds is the
     * decoder's affair.
     *
     * @return the format
     */
    public static ObjectFormat jsonLines() {
        return LINES;
    }

    /**
     * Lines, ended by LF or CRLF; the last needs no end. Blank lines are no records.
     *
     * @return the format
     */
    public static ObjectFormat lines() {
        return LINES;
    }

    /**
     * A JSON array of any size, each element a record; also several arrays one after another.
     *
     * @return the format
     */
    public static ObjectFormat jsonArray() {
        return JSON_ARRAY;
    }

    /**
     * Comma-separated values (RFC 4180), each row a record: a JSON object of texts under the columns' names, so that any
     * JSON decoder takes it. A row with too few or too many columns is rejected with its text.
     *
     * @return a builder; by default the first row has the names, {@code ,} delimits and {@code "} quotes
     */
    public static Csv csv() {
        return new Csv();
    }

    Kind kind() {
        return kind;
    }

    @Nullable CsvLayout csvLayout() {
        return csv;
    }

    @Override
    public String toString() {
        return csv == null ? kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') : csv.toString();
    }

    enum Kind {
        DETECT,
        LINES,
        JSON_ARRAY,
        CSV
    }

    /** Describes {@link ObjectFormat#csv() comma-separated values}. Confined to one thread. */
    public static final class Csv {

        private List<String> columns = List.of();
        private char delimiter = ',';
        private @Nullable Character quote = '"';
        private @Nullable Character escape;

        private Csv() {}

        /**
         * Names the columns, for objects whose first row does not. If it does, and exactly so, it is passed over.
         *
         * @param names all of them, in order; default: the first row has them
         * @return this
         */
        public Csv columns(String... names) {
            columns = List.of(names);
            return this;
        }

        /**
         * Sets what stands between two fields.
         *
         * @param value an ASCII character, such as a tab; default {@code ,}
         * @return this
         */
        public Csv delimiter(char value) {
            delimiter = value;
            return this;
        }

        /**
         * Sets what fields with a delimiter, a quote or a line end in them are wrapped in; within, it is doubled. This is
         * what the API of CLS calls {@code EscapeChar}.
         *
         * @param value an ASCII character; default {@code "}
         * @return this
         */
        public Csv quote(char value) {
            quote = value;
            return this;
        }

        /**
         * Takes quotes for what they are, so that no field holds a delimiter or a line end.
         *
         * @return this
         */
        public Csv noQuote() {
            quote = null;
            return this;
        }

        /**
         * Sets what takes the meaning from the character after it.
         *
         * @param value an ASCII character, such as a backslash; default: none
         * @return this
         */
        public Csv escape(char value) {
            escape = value;
            return this;
        }

        /**
         * Makes the format.
         *
         * @return the format
         * @throws IllegalArgumentException if two characters are the same, or one is no ASCII character or a line end, or a
         *     name is blank or given twice
         */
        public ObjectFormat build() {
            List<Character> special = new ArrayList<>();
            check("delimiter", delimiter, special);
            check("quote", quote, special);
            check("escape", escape, special);
            for (String name : columns) {
                if (Objects.requireNonNull(name, "column").isBlank()
                        || columns.indexOf(name) != columns.lastIndexOf(name)) {
                    throw new IllegalArgumentException("columns were " + columns + " but each needs a name of its own");
                }
            }
            return new ObjectFormat(
                    Kind.CSV,
                    new CsvLayout(
                            columns,
                            (byte) delimiter,
                            quote == null ? CsvLayout.NONE : quote,
                            escape == null ? CsvLayout.NONE : escape));
        }

        private static void check(String option, @Nullable Character value, List<Character> special) {
            if (value == null) {
                return;
            }
            if (value == 0 || value == '\n' || value == '\r' || value > 0x7e) {
                throw new IllegalArgumentException(option + " was " + String.format("U+%04X", (int) value)
                        + " but must be ASCII, and no line end");
            }
            if (special.contains(value)) {
                throw new IllegalArgumentException(
                        option + " was '" + value + "', which has another meaning here already: choose another");
            }
            special.add(value);
        }
    }
}
