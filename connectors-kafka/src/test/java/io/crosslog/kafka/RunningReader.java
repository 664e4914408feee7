package io.crosslog.kafka;

import io.crosslog.spi.Source;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A reader that is driven on a thread of its own, as a process of a group is. */
final class RunningReader {

    private final Thread thread;
    private volatile boolean stopping;
    private volatile List<String> texts = List.of();
    private volatile Throwable failure;

    private RunningReader(Source source, BooleanSupplier go) {
        thread = new Thread(() -> run(source, go), "reader");
    }

    static RunningReader start(Source source) {
        return start(source, () -> true);
    }

    static RunningReader start(Source source, BooleanSupplier go) {
        RunningReader reader = new RunningReader(source, go);
        reader.thread.start();
        return reader;
    }

    private void run(Source source, BooleanSupplier go) {
        Waiting.until("the start", go);
        try (EngineSide engine = EngineSide.open(source)) {
            while (!stopping) {
                int before = engine.batches.size();
                engine.pollOnce();
                if (engine.batches.size() > before) {
                    texts = engine.texts();
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    /** What was read so far. */
    List<String> texts() {
        return texts;
    }

    /** Ends the reader in good order. */
    void stop() throws InterruptedException {
        stopping = true;
        thread.join(20_000);
        if (failure != null) {
            throw new AssertionError("the reader failed", failure);
        }
    }
}
