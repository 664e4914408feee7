package io.crosslog.s3;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param objects in the order of their keys
 * @param last whether no page follows
 * @param serverTime when the page was made, by the store's clock, or earlier, in milliseconds since 1970
 * @param requests how many requests it took
 */
record ObjectPage(List<ListedObject> objects, boolean last, long serverTime, int requests) {

    ObjectPage {
        objects = List.copyOf(objects);
    }

    ObjectPage(List<ListedObject> objects, boolean last, long serverTime) {
        this(objects, last, serverTime, 1);
    }
}
