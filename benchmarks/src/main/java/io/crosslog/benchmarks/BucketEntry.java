package io.crosslog.benchmarks;

import io.crosslog.spi.Decoder;
import io.crosslog.tencent.ClsDecoder;

/** Who takes part in a {@link BucketRace}. */
enum BucketEntry {
    /** The measure of those that read one object at a time. */
    BARE_ONE("GET, GZIPInputStream, split at line ends: 1 thread", 1) {
        @Override
        BucketContender on(int port) {
            return new BareObjects(port, 1);
        }
    },
    /** The measure of those that read two. */
    BARE_TWO("the same, 2 threads", 2) {
        @Override
        BucketContender on(int port) {
            return new BareObjects(port, 2);
        }
    },
    /** All that a pipeline does but decoding, normalising and writing. */
    CROSSLOG_ONE("crosslog before decoding, 1 object at a time", 1) {
        @Override
        BucketContender on(int port) {
            return undecoded(port, 1);
        }
    },
    /** The same with two objects at once. */
    CROSSLOG_TWO("crosslog before decoding, 2 objects at a time", 2) {
        @Override
        BucketContender on(int port) {
            return undecoded(port, 2);
        }
    },
    /** With what comes next, so that one sees what weighs. */
    CROSSLOG_DECODED("crosslog with ClsDecoder, 2 objects at a time", 2) {
        @Override
        BucketContender on(int port) {
            return new BucketPipeline(port, 2, ClsDecoder.create());
        }
    };

    private final String title;
    private final int threads;

    BucketEntry(String title, int threads) {
        this.title = title;
        this.threads = threads;
    }

    /** The contender, ready to read from the S3 server on a port. */
    abstract BucketContender on(int port);

    private static BucketContender undecoded(int port, int objectsAtOnce) {
        Decoder nothing = (record, out) -> out.filter("not looked at");
        return new BucketPipeline(port, objectsAtOnce, nothing);
    }

    String title() {
        return title;
    }

    /** The bare one of as many threads. */
    BucketEntry measure() {
        return threads == 1 ? BARE_ONE : BARE_TWO;
    }
}
