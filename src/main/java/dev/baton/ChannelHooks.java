package dev.baton;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.camel.Doors;
import dev.baton.deploy.Channel;
import dev.baton.deploy.LiveChannels;
import dev.baton.ledger.Claim;
import dev.baton.ledger.Ledger;
import dev.baton.webhook.Hooks;
import java.util.Map;

/** The live channels as the webhook servlet sees them. */
final class ChannelHooks implements Hooks {

    private final LiveChannels channels;

    ChannelHooks(LiveChannels channels) {
        this.channels = channels;
    }

    @Override
    public Hook find(String name) {
        Channel channel = channels.find(name);
        if (channel == null) {
            return new Absent();
        }
        if (channel.version() == null) {
            return new NotLive(channel.reason());
        }
        return channel.version().webhook().isEmpty() ? new Absent() : new Door(channel);
    }

    private final class Door implements Live {

        private final Channel channel;

        Door(Channel channel) {
            this.channel = channel;
        }

        @Override
        public Map<String, String> parameters() {
            return channel.version().webhook();
        }

        @Override
        public String setting(String name) {
            return channel.version().setting(name);
        }

        @Override
        public Received receive(JsonNode body, String contentType, byte[] raw) {
            Doors.Taken taken = taken(channels, channel.name(), body, new Claim.Raw(contentType, raw), false);
            if (taken.deadLetter() != null) {
                return new DeadLetter(taken.deadLetter(), taken.cause());
            }
            return taken.accepted() == null ? new Accepted(1, 0) : new Accepted(taken.accepted().events(), taken.accepted().duplicates());
        }
    }

    /** Puts a webhook through the version that is live at this moment. */
    static Doors.Taken taken(LiveChannels channels, String channel, JsonNode body, Claim.Raw raw, boolean replay) {
        Doors doors = channels.enter(channel);
        if (doors == null) {
            throw new Ledger.Unavailable("channel " + channel + " has no live version", null);
        }
        try {
            return doors.webhook(body, raw, replay);
        } finally {
            doors.leave();
        }
    }
}
