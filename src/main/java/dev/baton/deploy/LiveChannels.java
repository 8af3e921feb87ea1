package dev.baton.deploy;

import dev.baton.camel.Doors;
import dev.baton.conversation.Desk;
import dev.baton.conversation.Notice;
import dev.baton.deploy.version.Version;
import dev.baton.event.Customer;
import dev.baton.ledger.Channels;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All channels, live or not. One write replaces one immutable map, so nobody ever sees half a change. */
public final class LiveChannels implements Channels {

    private record All(Map<String, Channel> channels, List<Facts> facts) {
    }

    private volatile LastRefusal trouble;
    private volatile All all = new All(Map.of(), List.of());

    /** The channel of that name, or null where there is none and never was. */
    public Channel find(String name) {
        return all.channels.get(name);
    }

    /** All of them, by name. */
    public Collection<Channel> list() {
        return new TreeMap<>(all.channels).values();
    }

    /** The doors of the live version of that channel, or null. */
    public Doors doors(String name) {
        Version version = version(name);
        return version == null ? null : version.doors();
    }

    /**
     * The doors of the live version of that channel, entered: each wants a {@link Doors#leave}. Null where none is live, or where Baton is stopping. A
     * version that is retired between the look and the step has its successor live already.
     */
    public Doors enter(String name) {
        Doors last = null;
        for (Doors doors = doors(name); doors != null && doors != last; doors = doors(name)) {
            if (doors.enter()) {
                return doors;
            }
            last = doors;
        }
        return null;
    }

    @Override
    public Facts of(String name) {
        Version version = version(name);
        return version == null ? null : version.facts();
    }

    @Override
    public Desk desk(String name) {
        Version version = version(name);
        return version == null ? Channels.super.desk(name) : version.desk();
    }

    @Override
    public String words(String name, Notice notice, Customer customer) {
        Version version = version(name);
        return version == null ? null : version.words(notice, customer);
    }

    private Version version(String name) {
        Channel channel = name == null ? null : all.channels.get(name);
        return channel == null ? null : channel.version();
    }

    /** An app names its threads itself. */
    @Override
    public boolean keepsThreadsApart(String name) {
        Version version = version(name);
        return version != null && version.sheet().talks();
    }

    @Override
    public boolean fetchesFiles(String name) {
        Channel channel = all.channels.get(name);
        return channel == null || channel.version() == null || channel.version().sheet().media().fetch();
    }

    @Override
    public Collection<Facts> all() {
        return all.facts;
    }

    /** Why nothing of the routes folder or of the settings can be read; null where all is well. */
    public LastRefusal trouble() {
        return trouble;
    }

    void trouble(LastRefusal newTrouble) {
        trouble = newTrouble;
    }

    /** Forgets a channel that has never lived. */
    synchronized void remove(String name) {
        Map<String, Channel> next = new TreeMap<>(all.channels);
        next.remove(name);
        all = new All(Map.copyOf(next), all.facts);
    }

    /** Puts these in place of what stood under their names. */
    synchronized void put(Collection<Channel> changed) {
        Map<String, Channel> next = new TreeMap<>(all.channels);
        changed.forEach(channel -> next.put(channel.name(), channel));
        all = new All(Map.copyOf(next), next.values().stream().filter(channel -> channel.version() != null).map(channel -> channel.version().facts()).toList());
    }
}
