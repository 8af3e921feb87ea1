package dev.baton.camel;

import dev.baton.ledger.Retention;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** Deletes what has been kept long enough, once an hour, a statement a transaction. A statement that fails is tried again by the next run. */
public final class RetentionRoute extends RouteBuilder {

    private final Clock clock;
    private final Duration keepFor;
    private final Runnable sweep;

    /**
     * A route that has not begun.
     *
     * @param keepFor counted from a conversation's end, and from the arrival of what belongs to none
     * @param sweep   deletes what lies outside of the database and is not known in it any more
     */
    public RetentionRoute(Clock clock, Duration keepFor, Runnable sweep) {
        this.clock = clock;
        this.keepFor = keepFor;
        this.sweep = sweep;
    }

    @Override
    public void configure() {
        from("timer:retention?delay=60000&period=3600000").routeId("retention")
                .to("direct:retention");
        from("direct:retention").routeId("retention-run")
                .setBody(exchange -> Retention.statements(clock.instant(), keepFor))
                .split(body())
                    .doTry()
                        .to("jdbc:dataSource")
                    .doCatch(Exception.class)
                        .log(LoggingLevel.WARN, "dev.baton.camel.retention", "Old rows could not be deleted and stay until the next run: ${exception.message}")
                    .end()
                .end()
                .doTry()
                    .process(exchange -> sweep.run())
                .doCatch(Exception.class)
                    .log(LoggingLevel.WARN, "dev.baton.camel.retention", "Old files could not be deleted and stay until the next run: ${exception.message}")
                .end();
    }
}
