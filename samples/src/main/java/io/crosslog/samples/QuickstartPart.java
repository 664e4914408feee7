package io.crosslog.samples;

import java.io.IOException;

/** One way in, tried from end to end: starts servers of its own, carries logs over, and reports. Confined to one thread. */
interface QuickstartPart {

    /**
     * Runs the part and prints how it went.
     *
     * @return whether every ledger balances and everything expected, and nothing else, has arrived
     * @throws IOException if a server cannot be started
     */
    boolean run() throws IOException, InterruptedException;
}
