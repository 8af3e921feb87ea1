package dev.baton;

import dev.baton.camel.Book;
import dev.baton.camel.Dispatcher;
import dev.baton.camel.HttpTimes;
import dev.baton.camel.RetentionRoute;
import dev.baton.console.Admin;
import dev.baton.console.Operations;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.LiveChannels;
import dev.baton.deploy.Loader;
import dev.baton.deploy.Rules;
import dev.baton.deploy.source.SettingsFiles;
import dev.baton.deploy.source.SettingsSource;
import dev.baton.ledger.Ledger;
import dev.baton.ledger.Settings;
import dev.baton.ledger.StoredFiles;
import dev.baton.ledger.Versions;
import dev.baton.ledger.View;
import dev.baton.lifecycle.Conditions;
import dev.baton.lifecycle.LifeCycle;
import dev.baton.lifecycle.ManagedFolder;
import dev.baton.lifecycle.ManagedSettings;
import dev.baton.lifecycle.SecretKeys;
import dev.baton.media.Media;
import dev.baton.media.MediaFolder;
import dev.baton.talk.Streams;
import dev.baton.webhook.HooksServlet;
import dev.baton.webhook.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Who is given what. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BatonSettings.class)
class Wiring {

    /** Deliveries at work at once, all channels together: a thread each. */
    private static final int THREADS = 64;

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    LiveChannels channels() {
        return new LiveChannels();
    }

    /** The writer has a connection of its own, not from the pool: when the database is lost, a new one must be a new one. */
    @Bean(destroyMethod = "")
    Ledger ledger(DataSourceProperties database, LiveChannels channels, BatonSettings settings, Clock clock, Flyway tables) {
        DataSource own = new DriverManagerDataSource(database.determineUrl(), database.determineUsername(), database.determinePassword());
        BatonSettings.LedgerSettings how = settings.ledger();
        return new Ledger(own, channels, new Settings(settings.node(), how.lease(), how.parkFor(), how.keepAttempts()), clock);
    }

    @Bean
    View view(DataSource pool, Flyway tables) {
        return new View(pool);
    }

    @Bean
    Versions versions(DataSource pool, BatonSettings settings, Clock clock, Flyway tables) {
        return new Versions(pool, settings.node(), clock);
    }

    @Bean
    HttpTimes httpTimes(BatonSettings settings) {
        BatonSettings.Http http = settings.http();
        HttpTimes times = new HttpTimes(http.connect(), http.response(), Duration.ofSeconds(2), http.connections());
        Duration lease = settings.ledger().lease();
        if (lease.compareTo(times.longest()) <= 0) {
            // Nothing would ever be sent.
            throw new InvalidConfigurationPropertyValueException("baton.ledger.lease", lease.toSeconds() + "s", "One call may take " + times.longest().toSeconds()
                    + " s (twice baton.http.connect, baton.http.response, and " + times.margin().toSeconds() + " s), and a delivery makes no call that could outlast its lease. Make the lease longer, best some times that.");
        }
        return times;
    }

    @Bean
    ManagedFolder managedFolder(BatonSettings settings) {
        ManagedFolder folder = new ManagedFolder(settings.data().resolve("channels"), settings.routes(), new SecretKeys(settings.secretKey()));
        folder.recover();
        return folder;
    }

    @Bean
    ManagedSettings channelSettings(ConfigurableEnvironment environment, ManagedFolder folder) {
        return new ManagedSettings(new SettingsFiles(environment), folder);
    }

    @Bean
    LifeCycle lifeCycle(Deployment deployment, LiveChannels channels, ManagedSettings values, Book book, Versions versions, HttpTimes times, Rules rules, Clock clock) {
        return new LifeCycle(deployment, channels, values, new Conditions(channels, book::publicUrl), new NodesInLedger(versions, rules.quiet()), times.longest(), clock);
    }

    /** A delivery may make several calls, but none of them outlasts its lease: until then a version that was replaced may be in use. */
    @Bean
    Rules loaderRules(BatonSettings settings) {
        BatonSettings.Loader how = settings.loader();
        return new Rules(how.quiet(), how.missing(), how.rehearseFirst(), settings.ledger().lease().plus(Duration.ofSeconds(10)));
    }

    @Bean(destroyMethod = "")
    Deployment deployment(BatonSettings settings, SettingsSource values, Book book, HttpTimes times, Clock clock, LiveChannels channels, Versions versions,
            MeterRegistry meters, Rules rules) {
        return new Deployment(settings.routes(), values, book, times, clock, channels, new KeptInLedger(versions), meters, rules);
    }

    @Bean(destroyMethod = "")
    Loader loader(BatonSettings settings, SettingsSource values, Deployment deployment, Rules rules) {
        return new Loader(settings.routes(), values, deployment, rules);
    }

    @Bean
    Book book(Ledger ledger, Media media, View view, BatonSettings settings, Environment environment) {
        return Book.of(ledger, media, view::cursor, () -> MediaWiring.publicUrl(settings, environment));
    }

    @Bean
    Dispatcher dispatcher(Book book, LiveChannels channels) {
        return new Dispatcher(book, channels::doors, THREADS);
    }

    @Bean
    Life life(Ledger ledger, Deployment deployment, Loader loader, Dispatcher dispatcher, Streams streams, HttpTimes times) {
        return new Life(ledger, deployment, loader, dispatcher, streams::overheard, times.longest().plus(Duration.ofSeconds(5)));
    }

    @Bean
    ServletRegistrationBean<HooksServlet> hooks(LiveChannels channels, BatonSettings settings, MeterRegistry meters, Clock clock) {
        Limits limits = Limits.DEFAULT.body(Math.toIntExact(settings.webhook().maxBody().toBytes()));
        ServletRegistrationBean<HooksServlet> hooks = new ServletRegistrationBean<>(
                new HooksServlet(new ChannelHooks(channels), limits, meters, clock), "/hooks/*");
        hooks.setName("hooks");
        return hooks;
    }

    @Bean
    Operations operations(LiveChannels channels, Ledger ledger, View view, Versions versions, Deployment deployment) {
        return new LiveOperations(channels, ledger, view, versions, deployment);
    }

    @Bean
    Admin adminLogin(BatonSettings settings) {
        return Admin.of(settings.admin().user(), settings.admin().password());
    }

    @Bean
    RetentionRoute retentionRoute(Clock clock, BatonSettings settings, MediaFolder folder, StoredFiles files) {
        return new RetentionRoute(clock, settings.ledger().keepFor(), () -> folder.sweep(files::known, clock.instant()));
    }
}
