package io.crosslog.campaign;

import static io.crosslog.Matches.field;
import static io.crosslog.Route.copy;
import static io.crosslog.Route.named;
import static io.crosslog.Route.otherwise;

import io.crosslog.Pipeline;
import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.reject.FileRejections;
import io.crosslog.sls.SlsSink;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Source;
import java.util.List;

/** A pipeline that routes three kinds of log to two Logstores and copies all of them, as decoded, to a third. */
final class Branching {

    static final String NAME = "branching";
    static final String RAW = "raw";
    static final String SECURITY = "security";
    static final String NETWORK = "network";
    static final List<String> KINDS = List.of("attack", "flow", "dns");

    private Branching() {}

    static Pipeline.Builder pipeline(Route route, Source source) {
        return Pipeline.named(NAME)
                .from(source)
                .decode(JsonDecoder.create())
                .route(
                        copy("raw").to(sink(route, RAW)),
                        named("attack")
                                .when(field("kind", "attack"))
                                .normalize(as("2004"))
                                .to(sink(route, SECURITY)),
                        named("flow")
                                .when(field("kind", "flow"))
                                .normalize(as("4001"))
                                .to(sink(route, NETWORK)),
                        named("dns")
                                .when(field("kind", "dns"))
                                .normalize(as("4003"))
                                .to(sink(route, NETWORK)),
                        otherwise().reject())
                .rejectTo(FileRejections.in(route.rejections()));
    }

    /** The Logstore that a kind of log goes to. */
    static String home(String kind) {
        return kind.equals("attack") ? SECURITY : NETWORK;
    }

    /** The class that a kind of log is translated to. */
    static String classOf(String kind) {
        return switch (kind) {
            case "attack" -> "2004";
            case "flow" -> "4001";
            default -> "4003";
        };
    }

    private static Normalizer as(String classUid) {
        return (event, out) -> out.emit(LogEvent.builder(event)
                .put("number", event.text("number").orElseThrow())
                .put("kind", event.text("kind").orElseThrow())
                .put("class_uid", classUid)
                .build());
    }

    private static SlsSink sink(Route route, String logstore) {
        return route.sink().logstore(logstore).build();
    }
}
