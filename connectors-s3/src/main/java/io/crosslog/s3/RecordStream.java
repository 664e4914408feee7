package io.crosslog.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records of one object, one after another, in constant memory: stored bytes, which a cut connection does not end, are
 * expanded, and records are cut from them. What cannot be read becomes a damaged record, once, and what came before it stays
 * good. So does an object that, resumed, has not even the records that it gave before: what may be missing is never passed
 * over in silence.
 *
 * <p>Records are numbered from 0 without gaps, damaged ones too; blank lines and a header row have no number. The same object
 * read in the same way gives the same records. Confined to one thread.
 */
final class RecordStream implements Closeable {

    private final ObjectBytes object;
    private final ReadingPlan plan;
    private final long from;
    private final ResumingBytes resuming;
    private final StoredBytes stored;
    private InputStream content;
    private @Nullable CutBuffer buffer;
    private @Nullable Cutter cutter;
    private boolean ended;
    private @Nullable Exception failure;

    private RecordStream(ObjectBytes object, ReadingPlan plan, long from) {
        this.object = object;
        this.plan = plan;
        this.from = from;
        this.resuming = new ResumingBytes(object);
        this.stored = new StoredBytes(resuming);
        this.content = stored;
    }

    /**
     * Opens an object's records; nothing is read yet.
     *
     * @param object the object
     * @param plan how to read it
     * @param skipRecords how many records to pass over, as they were handed out before: one more than the number of the last
     */
    static RecordStream open(ObjectBytes object, ReadingPlan plan, long skipRecords) {
        return new RecordStream(object, plan, skipRecords);
    }

    /**
     * The next record.
     *
     * @return the record, or empty at the object's end
     * @throws IOException if the object cannot be read now; this stream is of no use then, and another is to be opened
     * @throws ObjectLostException if it never can, as the object is gone, changed or archived
     * @throws IllegalStateException if a library is missing that expands it
     */
    Optional<CutRecord> next() throws IOException, InterruptedException {
        if (failure != null) {
            throw new IOException(object.name() + " could not be read before, and is to be opened anew", failure);
        }
        if (ended) {
            return Optional.empty();
        }
        try {
            Cutter cutting = cutter();
            CutRecord record = cutting.next(from);
            ended = record == null;
            return ended && cutting.number() < from
                    ? Optional.of(broken(from, "the object ends; " + fewer(cutting.number())))
                    : Optional.ofNullable(record);
        } catch (DamagedContentException e) {
            ended = true;
            return Optional.of(damaged(e));
        } catch (InterruptedIOException e) {
            failure = e;
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** {@return how many bytes of the object, as stored, were read} */
    long bytesRead() {
        return resuming.position();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        content.close();
    }

    private Cutter cutter() throws IOException {
        Cutter known = cutter;
        if (known != null) {
            return known;
        }
        content = Expansion.open(object, stored, plan);
        CutBuffer begun = new CutBuffer(content);
        buffer = begun;
        Cutter made = Content.cutter(begun, plan, content != stored);
        cutter = made;
        return made;
    }

    private CutRecord damaged(DamagedContentException e) {
        Cutter known = cutter;
        long number = known == null ? 0 : known.number();
        String reason = e.getMessage() + "; found near byte " + stored.position() + " of " + object.size()
                + ", and nothing " + (number == 0 ? "of it" : "after record " + (number - 1)) + " could be read";
        // A damage that was handed out before was so with the object's end: one before the first wanted record is
        // another.
        return number < from ? broken(from, reason + "; " + fewer(number)) : broken(number, reason);
    }

    private String fewer(long number) {
        return "this time it has " + number + " records where " + from
                + " were delivered before, so others may be missing:"
                + " compare format, compression and limits with those of the last run, and read the object anew by a source"
                + " of another name";
    }

    private CutRecord broken(long number, String reason) {
        CutBuffer cut = buffer;
        byte[] head = cut == null ? stored.atHand(Magic.HEAD) : Cut.head(cut, cut.length());
        return Cut.headOnly(number, head, reason);
    }

    private static InterruptedException interrupted(InterruptedIOException e) {
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }
}
