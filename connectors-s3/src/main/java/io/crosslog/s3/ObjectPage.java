package io.crosslog.s3;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param objects in the order of their keys
 * @param last whether no page follows
 * @param serverTime when the page was made, by the store's clock, or earlier, in milliseconds since 1970
 */
record ObjectPage(List<ListedObject> objects, boolean last, long serverTime) {

    ObjectPage {
        objects = List.copyOf(objects);
    }
}
