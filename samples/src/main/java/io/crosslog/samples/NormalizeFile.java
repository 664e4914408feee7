package io.crosslog.samples;

import io.crosslog.azure.AzureDecoder;
import io.crosslog.decode.JsonDecoder;
import io.crosslog.decode.TextDecoder;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.normalize.Coverage;
import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.parse.ParsedRecord;
import io.crosslog.parse.ParserBugException;
import io.crosslog.parse.RecordParser;
import io.crosslog.reject.RejectionJson;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import io.crosslog.tencent.ClsDecoder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Parses files without a pipeline:
 * {@code NormalizeFile [--lines] [--as=<shape>] [--coverage] <decoder> <normalizer> [file…]}.
 *
 * <p>The normalizer {@code rules:<path>} is a rule file of your own, or a directory of them; what is wrong in them is told with
 * line and column. A built-in set that they change or add to may stand before it, as in {@code tencent+rules:mine.yaml}.
 *
 * <p>Each file, or with {@code --lines} each line that is not blank, is one source record; without files, standard input is
 * read. The events' shape is {@code ocsf}, or one that a renderer gives them; {@code table:<file>} is a table of your own. Events
 * go to standard output and rejections to standard error, both as NDJSON; with {@code --coverage}, a table of what became of which field follows on standard error.
 * Exits with 0 if nothing was rejected, with 3 if something was, with 2 on misuse and on a failure, which is named on
 * standard error.
 */
public final class NormalizeFile {

    private static final Map<String, Supplier<Decoder>> DECODERS = new TreeMap<>(Map.of(
            "azure",
            AzureDecoder::create,
            "cls",
            ClsDecoder::create,
            "json",
            JsonDecoder::create,
            "text",
            TextDecoder::create));

    private final RecordParser parser;
    private final OutputStream out;
    private final OutputStream err;
    private boolean rejected;

    private NormalizeFile(RecordParser parser, OutputStream out, OutputStream err) {
        this.parser = parser;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the program.
     *
     * @param args {@code [--lines] [--as=<shape>] [--coverage] <decoder> <normalizer> [file…]}
     */
    public static void main(String[] args) {
        // Nothing but rejections may stand on standard error.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        System.exit(run(List.of(args), System.in, System.out, System.err));
    }

    static int run(List<String> args, InputStream in, PrintStream stdout, PrintStream stderr) {
        Deque<String> left = new ArrayDeque<>(args);
        boolean lines = left.removeFirstOccurrence("--lines");
        String as =
                left.stream().filter(arg -> arg.startsWith("--as=")).findFirst().orElse("--as=ocsf");
        left.remove(as);
        boolean covered = left.removeFirstOccurrence("--coverage");
        Supplier<Decoder> decoder = left.isEmpty() ? null : DECODERS.get(left.pop());
        Normalizer normalizer;
        Normalizer shape;
        try {
            shape = ShapeChoice.of(as.substring("--as=".length()));
            normalizer = left.isEmpty() ? null : NormalizerChoice.of(left.pop());
        } catch (UncheckedIOException | IllegalArgumentException e) {
            stderr.println("NormalizeFile: " + e.getMessage());
            return 2;
        }
        if (decoder == null || normalizer == null || shape == null) {
            stderr.println("usage: NormalizeFile [--lines] [--as=<shape>] [--coverage] <decoder> <normalizer> [file...]"
                    + "\n  decoders: "
                    + String.join(", ", DECODERS.keySet()) + "\n  normalizers: "
                    + NormalizerChoice.KNOWN + "\n  shapes of the result: "
                    + ShapeChoice.KNOWN
                    + "\n  each file (with --lines each line) is one record; without files standard input is read");
            return 2;
        }
        for (String file : left) {
            if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
                stderr.println("NormalizeFile: " + file + " is not a file that can be read");
                return 2;
            }
        }
        OutputStream out = new BufferedOutputStream(stdout, 1 << 16);
        OutputStream err = new BufferedOutputStream(stderr, 1 << 12);
        try {
            Coverage coverage = covered && normalizer instanceof RuleNormalizer all ? Coverage.of(all) : null;
            Normalizer translator = coverage == null ? normalizer : coverage;
            RecordParser parser = new RecordParser(decoder.get(), translator.then(shape));
            NormalizeFile program = new NormalizeFile(parser, out, err);
            if (left.isEmpty()) {
                program.read(in, "stdin", Instant.now(), lines);
            }
            for (String file : left) {
                Instant modified = Files.getLastModifiedTime(Path.of(file)).toInstant();
                try (InputStream input = new BufferedInputStream(Files.newInputStream(Path.of(file)), 1 << 16)) {
                    program.read(input, file, modified, lines);
                }
            }
            if (coverage != null) {
                err.write(coverage.report().toString().getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
            err.flush();
            if (stdout.checkError() || stderr.checkError()) {
                stderr.println("NormalizeFile: the events could not all be written");
                return 2;
            }
            return program.rejected ? 3 : 0;
        } catch (IOException | ParserBugException e) {
            stderr.println("NormalizeFile: " + e.getMessage());
            return 2;
        }
    }

    private void read(InputStream in, String name, Instant arrival, boolean lines) throws IOException {
        Origin.Prefix origin = Origin.prefix("file", "file:" + name + "#");
        if (!lines) {
            record(RawRecord.of(origin.at(1), in.readAllBytes(), arrival));
            return;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long number = 1;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b != '\n') {
                line.write(b);
                continue;
            }
            line(origin.at(number++), line, arrival);
        }
        line(origin.at(number), line, arrival);
    }

    private void line(Origin origin, ByteArrayOutputStream line, Instant arrival) throws IOException {
        byte[] bytes = line.toByteArray();
        line.reset();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        if (!new String(bytes, 0, length, StandardCharsets.ISO_8859_1).isBlank()) {
            record(RawRecord.builder(origin, arrival).bytes(bytes, 0, length).build());
        }
    }

    private void record(RawRecord record) throws IOException {
        ParsedRecord parsed = parser.parse(record);
        for (var event : parsed.events()) {
            JsonWriter json = new JsonWriter(event.sizeInBytes() + 64);
            event.writeJson(json);
            json.writeTo(out);
            out.write('\n');
        }
        for (var rejection : parsed.rejected()) {
            JsonWriter json = new JsonWriter(256);
            RejectionJson.write(rejection, json);
            json.writeTo(err);
            err.write('\n');
            rejected = true;
        }
    }
}
