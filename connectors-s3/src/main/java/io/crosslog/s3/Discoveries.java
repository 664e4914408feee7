package io.crosslog.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The running pipelines' views of the bucket, at most one for each run. Safe for concurrent calls. */
final class Discoveries {

    private final List<Discovery> open = new ArrayList<>();
    private final S3Settings settings;
    private final StoreOpener opener;

    Discoveries(S3Settings settings, StoreOpener opener) {
        this.settings = settings;
        this.opener = opener;
    }

    /** Makes the client of a store. */
    @FunctionalInterface
    interface StoreOpener {
        ObjectStore open(S3Settings settings) throws IOException;
    }

    /** The view that a reader shares with the others of its run. */
    synchronized Discovery join(String pipeline, int reader) throws IOException {
        for (Discovery discovery : open) {
            if (discovery.join(pipeline, reader)) {
                return discovery;
            }
        }
        Discovery made = new Discovery(pipeline, opener.open(settings), settings);
        boolean unused = made.join(pipeline, reader);
        open.add(made);
        made.start();
        return made;
    }

    /** Lets a reader leave. */
    void leave(Discovery discovery, int reader) {
        synchronized (this) {
            if (!discovery.leave(reader)) {
                return;
            }
            open.remove(discovery);
        }
        discovery.close();
    }
}
