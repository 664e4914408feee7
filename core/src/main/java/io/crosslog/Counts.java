package io.crosslog;

import java.util.ArrayList;
import java.util.List;

/** The ledgers of several lanes, added up: of records, and of the events of each branch. Guarded like what is added. */
final class Counts {

    private final RecordTally records = new RecordTally();
    private final List<EventTally> events = new ArrayList<>();

    Counts(int branches) {
        for (int i = 0; i < branches; i++) {
            events.add(new EventTally());
        }
    }

    void add(Lane lane) {
        lane.tally().addTo(records);
        for (int i = 0; i < events.size(); i++) {
            lane.outlet(i).tally().addTo(events.get(i));
        }
    }

    void add(Counts other) {
        other.records.addTo(records);
        for (int i = 0; i < events.size(); i++) {
            other.events.get(i).addTo(events.get(i));
        }
    }

    RecordTally records() {
        return records;
    }

    /** The events of one branch. */
    EventLedger events(int branch) {
        return events.get(branch).ledger();
    }

    /** The events of all branches together. */
    EventLedger events() {
        EventTally sum = new EventTally();
        events.forEach(tally -> tally.addTo(sum));
        return sum.ledger();
    }
}
