package dev.baton.deploy.source;

import dev.baton.camel.Refused;
import dev.baton.conversation.Deadlines;
import dev.baton.event.EventType;
import dev.baton.event.NoticeKind;
import dev.baton.ledger.Channels.OnUnknown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a platform's {@code platform.yaml} declares.
 *
 * @param file          of the sheet, relative to the routes folder
 * @param names         the names it answers to
 * @param sides         which sides its channels play
 * @param settings      by name
 * @param authorization how calls are authorised, or null
 * @param signature     the setting with the secret that calls are signed with, as Standard Webhooks says; or null
 * @param headers       lower-case names of HTTP headers that its routes may send beside the usual ones
 * @param takes         the types of events that it wants to be told
 * @param perPerson     true where its lanes are of persons
 * @param concurrency   how many deliveries at once
 * @param onUnknown     what to do with unknown outcomes, for every type that it takes
 * @param deadlines     of conversations that its channels are the desk of
 * @param media         how it stands with files
 * @param notices       the notices that can be shown there, each with whether it is told where no setting says otherwise
 * @param limits        how fast it may be called
 * @param shares        the folders beside its own whose flows and mappings its channels run with too
 * @param begins        true where its customers begin a conversation by writing; else a handover does
 * @param talks         true where its channels have an API for apps, see {@code dev.baton.talk}
 * @param unique        settings whose value no two active channels of the platform may share
 */
public record PlatformSheet(String file, Set<String> names, Set<Side> sides, Map<String, Setting> settings, Authorization authorization, String signature,
        Set<String> headers, Set<EventType> takes, boolean perPerson, int concurrency, Map<EventType, OnUnknown> onUnknown, Deadlines deadlines,
        Media media, Map<NoticeKind, Boolean> notices, Limits limits, List<String> shares, boolean begins, boolean talks, List<String> unique) {

    /** The sides that a channel may play. */
    public enum Side {
        customer, bot, desk
    }

    /** A setting of the platform's channels; {@code otherwise} is what holds where nothing is set. */
    public record Setting(boolean required, boolean secret, String example, String otherwise, String about) {
    }

    /** Either {@code header}: the setting with the header's whole value; or {@code basic}: the settings with login and password. */
    public record Authorization(String header, List<String> basic) {
    }

    /** How files get to a channel. */
    public enum Send {
        link, upload
    }

    /**
     * Files.
     *
     * @param fetch         whether those that come from it are fetched at once; else their addresses are passed on as they are
     * @param send          how its routes pass them to it: as our link, or as an upload made by {@code baton:form}
     * @param authorization whether files on its own host are fetched with the authorization of calls
     */
    public record Media(Boolean fetch, Send send, Boolean authorization) {

        /** What is not said: fetched, sent as a link, without authorization. */
        public Media {
            fetch = fetch == null || fetch;
            send = send == null ? Send.link : send;
            authorization = authorization != null && authorization;
        }
    }

    /**
     * How fast the platform may be called.
     *
     * @param perSecond by the end of the calls' path, the setting with the number of calls a second
     * @param pause     for calls to that path after a 429 that names no time itself
     */
    public record Limits(Map<String, String> perSecond, Duration pause) {
    }

    /** The sheet in these bytes; {@link Refused} says what is wrong with it. */
    public static PlatformSheet read(String file, byte[] bytes) {
        return SheetFile.read(file, bytes);
    }

    /** The path of the platform's folder, relative to the routes folder. */
    public String folder() {
        return file.substring(0, file.lastIndexOf('/'));
    }
}
