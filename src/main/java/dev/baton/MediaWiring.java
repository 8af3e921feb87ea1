package dev.baton;

import dev.baton.deploy.Channel;
import dev.baton.deploy.LiveChannels;
import dev.baton.ledger.Ledger;
import dev.baton.ledger.StoredFiles;
import dev.baton.media.Fetching;
import dev.baton.media.Links;
import dev.baton.media.LiveMedia;
import dev.baton.media.MediaFolder;
import dev.baton.media.MediaLimits;
import dev.baton.media.Uploads;
import java.time.Clock;
import javax.sql.DataSource;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Who is given what, of what has to do with files. */
@Configuration(proxyBeanMethods = false)
class MediaWiring {

    @Bean
    StoredFiles storedFiles(DataSource pool, Flyway tables) {
        return new StoredFiles(pool);
    }

    @Bean
    MediaFolder mediaFolder(BatonSettings settings) {
        return new MediaFolder(settings.data().resolve("media"), settings.media().keepFree().toBytes());
    }

    @Bean
    Links links(MediaFolder folder, BatonSettings settings, Environment environment) {
        return new Links(Links.key(folder), () -> publicUrl(settings, environment), settings.media().linkFor());
    }

    /** What is set, else where the server listens; null where that is not known yet. */
    static String publicUrl(BatonSettings settings, Environment environment) {
        if (settings.publicUrl() != null && !settings.publicUrl().isBlank()) {
            return settings.publicUrl().strip().replaceAll("/+$", "");
        }
        String port = environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
        return port.equals("0") ? null : "http://localhost:" + port + environment.getProperty("server.servlet.context-path", "");
    }

    @Bean
    MediaLimits mediaLimits(BatonSettings settings) {
        BatonSettings.Media how = settings.media();
        return new MediaLimits(how.maxSize().toBytes(), how.types(), how.forbiddenTypes(), how.connect(), how.read(), how.whole(), how.allowPrivate());
    }

    @Bean
    Uploads uploads(MediaFolder folder, Links links, MediaLimits limits, Clock clock) {
        return new Uploads(folder, links, limits, clock);
    }

    @Bean
    Fetching fetching(StoredFiles files, Ledger ledger, MediaFolder folder, MediaLimits limits, Uploads uploads, LiveChannels channels, Clock clock) {
        Fetching fetching = new Fetching(files, ledger, folder, limits, SystemDefaultDnsResolver.INSTANCE, name -> {
            Channel channel = channels.find(name);
            return channel == null || channel.version() == null ? null : channel.version().ownHost();
        }, uploads, clock);
        ledger.files(fetching::fetch);
        return fetching;
    }

    @Bean
    LiveMedia media(StoredFiles files, Fetching fetching, MediaFolder folder, Links links, Clock clock) {
        return new LiveMedia(files, fetching, folder, links, clock);
    }
}
