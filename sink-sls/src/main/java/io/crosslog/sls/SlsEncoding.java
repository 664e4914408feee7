package io.crosslog.sls;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How events become requests.
 *
 * @param tags names and values in order
 * @param withNanos whether a log's time carries nanoseconds
 * @param maxRequestBytes largest request before compression
 * @param maxLogs most logs in a request
 * @param cutsValues whether what is too long is cut, else its event is refused
 */
record SlsEncoding(
        SlsLayout layout,
        SlsLabel topic,
        SlsLabel source,
        Map<String, SlsLabel> tags,
        LogTimes times,
        boolean withNanos,
        int maxRequestBytes,
        int maxLogs,
        int maxValueBytes,
        boolean cutsValues) {

    SlsEncoding {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
