package dev.baton;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code baton.*}. README.md lists them for users.
 *
 * @param data      where files are kept
 * @param routes    the folder of the channels
 * @param publicUrl where the world reaches this Baton; null for not set
 * @param node      this node's name: the same after a restart, another on each node
 * @param admin     who may use the API and the pages
 * @param webhook   limits of what comes in
 * @param http      limits of calls out
 * @param ledger    how the ledger works
 * @param loader    how changes of channels are taken
 * @param media     which files are fetched, and how long their links hold
 * @param talk      the API for apps
 * @param secretKey what the secrets of channels that the API makes are encrypted with: base64 of 32 bytes; a second one is read only
 */
@ConfigurationProperties("baton")
public record BatonSettings(@DefaultValue("./data") Path data, @DefaultValue("./routes") Path routes, String publicUrl,
        @DefaultValue("baton-1") String node, @DefaultValue Admin admin, @DefaultValue Webhook webhook, @DefaultValue Http http,
        @DefaultValue LedgerSettings ledger, @DefaultValue Loader loader, @DefaultValue Media media,
        @DefaultValue Talk talk, @DefaultValue({}) List<String> secretKey) {

    /** Login; without a password a random one is printed at start. */
    public record Admin(@DefaultValue("admin") String user, String password) {
    }

    /** The largest body that a webhook may have. */
    public record Webhook(@DefaultValue("1MB") DataSize maxBody) {
    }

    /**
     * Calls to platforms.
     *
     * @param connect     longest wait for a connection
     * @param response    longest wait for an answer
     * @param connections most connections of one channel
     */
    public record Http(@DefaultValue("3s") Duration connect, @DefaultValue("15s") Duration response, @DefaultValue("64") int connections) {
    }

    /**
     * Changes of channels.
     *
     * @param quiet         so long nothing may change before the routes folder is read
     * @param missing       so long a file must be gone before it counts as deleted
     * @param rehearseFirst whether a channel's samples are run before its very first version goes live at a start
     */
    public record Loader(@DefaultValue("300ms") Duration quiet, @DefaultValue("5s") Duration missing, @DefaultValue("true") boolean rehearseFirst) {
    }

    /**
     * Files.
     *
     * @param maxSize        the largest
     * @param types          MIME types that are taken; empty for all
     * @param forbiddenTypes MIME types that are not taken all the same
     * @param connect        longest wait for a connection
     * @param read           longest silence in the middle of a file
     * @param whole          longest time for one file
     * @param linkFor        how long links to files hold, counted from the message
     * @param allowPrivate   whether files are fetched from private networks and from this machine
     * @param keepFree       what files leave free on the disk
     */
    public record Media(@DefaultValue("25MB") DataSize maxSize, @DefaultValue({}) List<String> types,
            @DefaultValue({"application/x-msdownload", "application/x-msdos-program", "application/x-elf", "application/x-sh", "application/x-bat",
                "application/java-archive", "application/x-ms-installer"}) List<String> forbiddenTypes,
            @DefaultValue("5s") Duration connect, @DefaultValue("15s") Duration read, @DefaultValue("60s") Duration whole,
            @DefaultValue("90d") Duration linkFor, @DefaultValue("false") boolean allowPrivate, @DefaultValue("500MB") DataSize keepFree) {
    }

    /**
     * The API for apps.
     *
     * @param streams most streams at once, on this node
     * @param beat    how often a stream gives a sign of life
     */
    public record Talk(@DefaultValue("1000") int streams, @DefaultValue("20s") Duration beat) {
    }

    /**
     * The ledger.
     *
     * @param lease        how long one delivery may take, all its calls together
     * @param parkFor      how long an event waits for its conversation to become known
     * @param keepFor      how long ended conversations, dead letters and keys are kept
     * @param keepAttempts whether requests and answers are kept also where all went well
     */
    public record LedgerSettings(@DefaultValue("90s") Duration lease, @DefaultValue("15m") Duration parkFor, @DefaultValue("90d") Duration keepFor,
            @DefaultValue("false") boolean keepAttempts) {
    }
}
