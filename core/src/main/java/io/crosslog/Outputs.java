package io.crosslog;

import io.crosslog.spi.Limits;
import io.crosslog.spi.RejectionHandler;
import io.crosslog.spi.RejectionWriter;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a running pipeline writes to: a writer for each branch, and one for rejections. Confined to the first thread. */
final class Outputs {

    private final Run run;
    private final Map<Integer, SinkWriter> sinks = new TreeMap<>();
    private @Nullable RejectionWriter rejections;

    Outputs(Run run) {
        this.run = run;
    }

    /** Opens one thing after another; each is tried for as long as it takes. Returns false when the pipeline ends first. */
    boolean open(Retrying retrying) throws InterruptedException {
        if (!retrying.until("opening of the rejection handler", this::openRejections)) {
            return false;
        }
        for (Branch branch : run.plan().routing().delivering()) {
            if (!retrying.until(branch.prefix() + "opening of the sink", () -> openSink(branch))) {
                return false;
            }
        }
        return true;
    }

    private void openRejections() throws IOException {
        RejectionHandler handler = run.plan().rejections();
        if (handler != null) {
            rejections = handler.open(run.context());
        }
    }

    private void openSink(Branch branch) throws IOException {
        Sink sink = Objects.requireNonNull(branch.sink());
        SinkWriter writer = sink.open(run.context().of(branch));
        if (writer == null) {
            throw new PipelineException("the sink '" + sink.name() + "' returned null, not a writer");
        }
        sinks.put(branch.index(), writer);
    }

    /** The loops of all workers, those of each branch one after another. */
    List<Runnable> workers() {
        Workbench bench = new Workbench(run.lanes(), limits());
        List<Runnable> workers = new ArrayList<>();
        for (Branch branch : run.plan().routing().delivering()) {
            SinkWriter writer = Objects.requireNonNull(sinks.get(branch.index()));
            for (int i = 0; i < run.plan().settings().writesInFlight(); i++) {
                workers.add(new WriteLoop(run, bench, branch, writer, rejections));
            }
        }
        return workers;
    }

    /** How much each branch takes at once; that of what comes to no sink, as much as any of the others. */
    private List<Limits> limits() {
        Limits most = sinks.values().stream()
                .map(SinkWriter::limits)
                .reduce((a, b) ->
                        new Limits(Math.max(a.maxEvents(), b.maxEvents()), Math.max(a.maxBytes(), b.maxBytes())))
                .orElseThrow();
        List<Limits> limits = new ArrayList<>();
        for (Branch branch : run.plan().routing().branches()) {
            SinkWriter writer = sinks.get(branch.index());
            limits.add(writer == null ? most : writer.limits());
        }
        return limits;
    }

    /** What is to be closed at the end, by what it is called in messages. */
    Map<String, Closing> closings() {
        Map<String, Closing> all = new TreeMap<>();
        for (Branch branch : run.plan().routing().delivering()) {
            SinkWriter writer = sinks.get(branch.index());
            if (writer != null) {
                all.put(branch.name().isEmpty() ? "sink" : "sink of branch '" + branch.name() + "'", writer::close);
            }
        }
        return all;
    }

    void closeRejections() {
        if (rejections != null) {
            rejections.close();
        }
    }

    /** Does something as often as it takes; returns false when the pipeline ends first. */
    interface Retrying {
        boolean until(String where, Opening opening) throws InterruptedException;
    }

    /** Something that may fail for now. */
    interface Opening {
        void open() throws IOException;
    }

    /** Something that must not fail. */
    interface Closing {
        void close();
    }
}
