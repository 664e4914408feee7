package io.crosslog.parse;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;

/**
 * Takes what becomes of one record, part by part, told apart by branch. Confined to one thread.
 *
 * <p>A part is one that decoder or normalizer told apart; a record that was rejected or filtered whole is none.
 */
public interface BranchOutput {

    /**
     * An event is to be delivered.
     *
     * @param branch number of the branch that takes it
     * @param event the event, numbered
     */
    void event(int branch, LogEvent event);

    /**
     * The record or a part of it was given up on.
     *
     * @param branch number of the branch that made it, or the one for what came to no branch
     * @param rejected what is to be handed over
     * @param part whether it is a part, not the record whole
     */
    void rejected(int branch, RejectedRecord rejected, boolean part);

    /**
     * The record or a part of it was left out on purpose.
     *
     * @param branch number of the branch that made it, or the one for what came to no branch
     * @param reason the name to count it under
     * @param part whether it is a part, not the record whole
     */
    void filtered(int branch, String reason, boolean part);

    /**
     * Something worth knowing was counted.
     *
     * @param name what to count it under
     */
    void counted(String name);
}
