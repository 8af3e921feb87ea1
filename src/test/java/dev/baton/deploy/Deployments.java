package dev.baton.deploy;

import dev.baton.camel.Book;
import dev.baton.camel.HttpTimes;
import dev.baton.deploy.source.Folder;
import dev.baton.deploy.source.SettingsSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BinaryOperator;

/** Deployments of a folder made for one test. */
final class Deployments {

    static final Rules RULES = new Rules(Duration.ofMillis(20), Duration.ofSeconds(5), false, Duration.ofSeconds(20));

    private Deployments() {
    }

    static Deployment of(Folder folder, LiveChannels live, BinaryOperator<String> settings, Book book) {
        return of(folder, live, settings, book, Kept.NOTHING, Clock.systemUTC(), new SimpleMeterRegistry(), RULES);
    }

    static Deployment of(Folder folder, LiveChannels live, BinaryOperator<String> settings, Book book, Kept kept, Clock clock, MeterRegistry meters, Rules rules) {
        return new Deployment(folder.path(), SettingsSource.fixed(settings), book, HttpTimes.DEFAULT, clock, live, kept, meters, rules);
    }
}
