package io.crosslog.campaign;

import io.crosslog.loopback.kafka.LoopbackKafka;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all campaign tests one broker, which has the one user that CLS would know, and ends it after the last test. Each test
 * has topics and groups of its own.
 */
final class SharedKafka implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LoopbackKafka.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedKafka.class))
                .getOrComputeIfAbsent(LoopbackKafka.class, type -> start(), LoopbackKafka.class);
    }

    private static LoopbackKafka start() {
        return LoopbackKafka.builder()
                .clsUser(Route.LOGSET, Route.SECRET_ID, Route.SECRET_KEY)
                // So that a killed member is not missed for longer than the test has time.
                .property("group.min.session.timeout.ms", "1000")
                .start();
    }
}
