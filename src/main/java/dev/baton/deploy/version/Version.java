package dev.baton.deploy.version;

import dev.baton.camel.ChannelContext;
import dev.baton.camel.Door;
import dev.baton.camel.Doors;
import dev.baton.camel.Pace;
import dev.baton.conversation.Desk;
import dev.baton.conversation.Notice;
import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.PlatformSheet;
import dev.baton.event.Customer;
import dev.baton.ledger.Channels;
import dev.baton.media.OwnHost;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A channel version that is built and started. */
public final class Version {

    private final ChannelFiles files;
    private final ChannelSettings settings;
    private final ChannelContext context;
    private final Channels.Facts facts;
    private final Desk desk;
    private final NoticeTexts notices;
    private final Pace pace;
    private final Instant startedAt;

    Version(ChannelFiles files, ChannelSettings settings, ChannelContext context, Channels.Facts facts, Desk desk, NoticeTexts notices, Pace pace,
            Instant startedAt) {
        this.files = files;
        this.settings = settings;
        this.context = context;
        this.facts = facts;
        this.desk = desk;
        this.notices = notices;
        this.pace = pace;
        this.startedAt = startedAt;
    }

    /** Content hash of its files. */
    public String hash() {
        return files.version();
    }

    /** What it runs with. */
    public ChannelFiles files() {
        return files;
    }

    /** Whether these files and settings are what it was built of. */
    public boolean isOf(ChannelFiles others, ChannelSettings values) {
        return hash().equals(others.version()) && settings.values().equals(values.values());
    }

    /** The settings that it was built with. */
    ChannelSettings settings() {
        return settings;
    }

    /** How fast its platform is called. */
    Pace pace() {
        return pace;
    }

    /** The way in. */
    public Doors doors() {
        return context.doors();
    }

    /** What the ledger knows of it. */
    public Channels.Facts facts() {
        return facts;
    }

    /** What holds where it is a conversation's desk. */
    public Desk desk() {
        return desk;
    }

    /** What its people are told by Baton itself: the words for that notice, in the customer's language; null where this channel is not told of it. */
    public String words(Notice notice, Customer customer) {
        return notices.words(notice, customer);
    }

    /** How a webhook's sender is proven: the parameters of its webhook door as they are written, {@code proof} among them. */
    public Map<String, String> webhook() {
        return doors().parameters(Door.WEBHOOK);
    }

    /** The value of a setting, secret or not: for the proof of webhooks. Null where it has none. */
    public String setting(String name) {
        return settings.value(name);
    }

    /** A text without the values of this channel's secrets. */
    public String masked(String text) {
        return settings.secrets().mask(text);
    }

    /** Its platform's own host, as files that come from there are fetched. */
    public OwnHost ownHost() {
        return new OwnHost(settings.value("url"), sheet().media().authorization() ? settings.authorization() : null);
    }

    /** Of its platform. */
    public PlatformSheet sheet() {
        return files.sheet();
    }

    /** The ids of its routes. */
    public List<String> routes() {
        return context.routes();
    }

    /** When it was started. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Ends it. Its doors have been retired before, or nobody knew them. */
    public void stop() {
        context.close();
    }

    /** Whether it has ended. */
    public boolean isStopped() {
        return context.isStopped();
    }
}
