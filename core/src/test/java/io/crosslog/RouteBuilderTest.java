package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RouteBuilderTest {

    private final TestSink sink = new TestSink();

    @Test
    @DisplayName("Routes without one for the rest cannot be built, at whatever place; a copying one does not count")
    void noDefault() {
        assertThat(problems(Route.named("waf").when(event -> true).to(sink)))
                .singleElement()
                .asString()
                .contains("the routes of the pipeline say nothing of events that meet none of them")
                .contains("Route.otherwise()");
        assertThat(problems(
                        Route.copy("raw").to(sink),
                        Route.otherwise()
                                .route(
                                        Route.copy("inner").to(sink),
                                        Route.named("a").when(event -> true).to(sink))))
                .singleElement()
                .asString()
                .contains("the routes of route 'otherwise' say nothing");
        assertThat(problems(
                        Route.copy("raw").to(sink),
                        Route.named("all").route(Route.named("rest").to(sink))))
                .isEmpty();
    }

    @Test
    @DisplayName("Everything that is wrong with routes is told at once, by name")
    void allProblems() {
        Sink nameless = new Sink() {
            @Override
            public String name() {
                return " ";
            }

            @Override
            public SinkWriter open(SinkContext context) {
                throw new AssertionError("never opened");
            }
        };
        List<String> problems = problems(
                Route.named("bad name").when(event -> true).to(sink),
                Route.named("twice").when(event -> true).to(sink),
                Route.named("twice").when(event -> true).to(nameless),
                Route.copy("dropping").filter(" "),
                Route.named("all")
                        .normalize(Normalizer.none())
                        .route(Route.named("again").normalize(Normalizer.none()).to(sink)),
                Route.named("late").to(sink));
        assertThat(problems).hasSize(7);
        assertThat(String.join("\n", problems))
                .contains("name of a route was 'bad name'")
                .contains("two routes are named 'twice'")
                .contains("the sink of route 'twice' was blank")
                .contains("copying route 'dropping' filters or rejects")
                .contains("route 'dropping' filters under a blank name")
                .contains("route 'again' normalizes events that were normalized before")
                .contains("route 'late' is never taken, because route 'all' before it takes every event");
        assertThat(problems(Route.otherwise().reject()))
                .singleElement()
                .asString()
                .contains("no route leads to a sink");
    }

    @Test
    @DisplayName("Several routes may end at one sink, and the rest of each place has a name of its own")
    void sharedSink() {
        Pipeline pipeline = pipeline(
                        Route.named("a")
                                .when(event -> true)
                                .route(Route.otherwise().to(sink)),
                        Route.named("b")
                                .when(event -> true)
                                .route(Route.otherwise().to(sink)),
                        Route.otherwise().to(sink))
                .build();
        assertThat(pipeline.toString()).isEqualTo("pipeline 'routes' from test to memory");
    }

    @Test
    @DisplayName("Predicates look at attributes of the record and at fields of the event, text and numbers alike")
    void predicates() {
        LogEvent event = LogEvent.builder(
                        RawRecord.builder(Origin.prefix("s", "s:").at(1), Instant.EPOCH)
                                .attributes(Map.of("topic", "waf"))
                                .build())
                .put("class_uid", 2004)
                .put("action", "Denied")
                .build();
        assertThat(Matches.attribute("topic", "cfw", "waf").test(event)).isTrue();
        assertThat(Matches.attribute("topic", "cfw").test(event)).isFalse();
        assertThat(Matches.attribute("topic").test(event)).isTrue();
        assertThat(Matches.attribute("logset").test(event)).isFalse();
        assertThat(Matches.field("class_uid", "2004").test(event)).isTrue();
        assertThat(Matches.field("action", "Allowed").negate().test(event)).isTrue();
        assertThat(Matches.field("action").and(Matches.field("nothing")).test(event))
                .isFalse();
    }

    private List<String> problems(Route first, Route... more) {
        Pipeline.Builder builder = pipeline(first, more);
        try {
            builder.build();
            return List.of();
        } catch (ConfigurationException e) {
            assertThatThrownBy(builder::build).isInstanceOf(ConfigurationException.class);
            return e.problems();
        }
    }

    private static Pipeline.Builder pipeline(Route first, Route... more) {
        return Pipeline.named("routes")
                .from(new TestSource())
                .decode(TestPipeline.DECODER)
                .route(first, more);
    }
}
