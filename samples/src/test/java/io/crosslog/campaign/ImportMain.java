package io.crosslog.campaign;

import io.crosslog.Pipeline;
import io.crosslog.PipelineListener;
import io.crosslog.PipelineSettings;
import io.crosslog.PipelineState;
import io.crosslog.checkpoint.FileCheckpointStore;
import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.Source;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A pipeline in a process of its own, to be killed. Arguments: its name, {@code files} for checkpoints in files or {@code
 * kafka} for the group's own memory, and those of the route. It says when it has read its first record and committed its
 * first position, and ends in good order when its standard input does.
 */
final class ImportMain {

    static final String READING = "reading";
    static final String COMMITTED = "committed";
    static final String ENDED = "ended: ";

    private ImportMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String name = arguments[0];
        boolean files = arguments[1].equals("files");
        Route route = Route.of(Arrays.asList(arguments).subList(2, arguments.length));
        PipelineSettings settings = Route.settings().readers(2).build();
        Source source = route.source()
                .property("session.timeout.ms", "2000")
                .property("heartbeat.interval.ms", "200")
                .build();
        Pipeline.Builder builder = (name.equals(Branching.NAME)
                        ? Branching.pipeline(route, source)
                        : route.pipeline(name, source, route.sink().build()))
                .settings(settings)
                .listener(new Milestones());
        if (files) {
            builder.checkpoints(FileCheckpointStore.in(route.checkpoints()));
        }
        Watched watched = Watched.start(builder.build());
        while (System.in.read() >= 0) {
            // Nothing is said there; the end is what counts.
        }
        watched.close();
        System.out.println(ENDED + watched.status());
    }

    /** Says each milestone once, and each change of state. */
    @SuppressWarnings("SystemOut")
    private static final class Milestones implements PipelineListener {

        private final AtomicBoolean reading = new AtomicBoolean();
        private final AtomicBoolean committed = new AtomicBoolean();

        @Override
        public void stateChanged(String pipeline, PipelineState from, PipelineState to, String reason) {
            System.out.println("state " + to + " " + reason);
        }

        @Override
        public void polled(String pipeline, RecordBatch batch) {
            if (!batch.records().isEmpty() && reading.compareAndSet(false, true)) {
                System.out.println(READING);
            }
        }

        @Override
        public void committed(String pipeline, Collection<Position> positions) {
            if (reading.get() && committed.compareAndSet(false, true)) {
                System.out.println(COMMITTED);
            }
        }
    }

    static List<String> arguments(String name, boolean files, Route route) {
        return Stream.concat(Stream.of(name, files ? "files" : "kafka"), route.toArguments().stream())
                .toList();
    }
}
