package dev.baton.spine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.event.Json;
import dev.baton.media.FileServer;
import dev.baton.sandbox.BotSettings;
import dev.baton.sandbox.BotSimulator;
import dev.baton.sandbox.Chat2DeskMessage;
import dev.baton.sandbox.Chat2DeskSettings;
import dev.baton.sandbox.Chat2DeskSimulator;
import dev.baton.sandbox.Chat2DeskSwitches;
import dev.baton.sandbox.WireLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * Baton between two simulated accounts of Chat2Desk and a bot: one program for all tests that name it in {@code @ExtendWith}. After each test nobody must have
 * broken the simulators' rules, and the switches are as they were.
 */
final class Chat2DeskStage implements BeforeAllCallback, AfterEachCallback {

    static final long BOT = Chat2DeskSimulator.BOT;
    static final long JOANA = Chat2DeskSimulator.JOANA;
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int SHOWN = 60;
    private static final String TOKEN = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    /** What the account {@link #beside} signs its webhooks with. */
    static final String SIGNS = "c2d-signs-with-this";

    static Stage stage;
    static BotSimulator bot;
    /** The bot is operator 30711, who gets all new requests. */
    static Chat2DeskSimulator house;
    /** The bot has no operator; new requests go to the general queue. */
    static Chat2DeskSimulator queue;
    /** The same, and operators write beside the bot. */
    static Chat2DeskSimulator beside;
    static FileServer files;
    private static final List<Chat2DeskSimulator> ACCOUNTS = new ArrayList<>();
    private static Path folder;
    private static int number;

    @Override
    public void beforeAll(ExtensionContext test) {
        test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(Chat2DeskStage.class, key -> {
            try {
                open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return (ExtensionContext.Store.CloseableResource) Chat2DeskStage::shut;
        });
    }

    @Override
    public void afterEach(ExtensionContext test) throws ReflectiveOperationException {
        if (test.getExecutionException().isPresent()) {
            whatWentOverTheWire(test.getDisplayName());
        }
        for (Chat2DeskSimulator account : ACCOUNTS) {
            account.faults().clear();
            for (Field field : Chat2DeskSwitches.class.getFields()) {
                field.set(account.switches(), field.get(new Chat2DeskSwitches()));
            }
            assertThat(account.violations()).isEmpty();
        }
        usual();
        assertThat(bot.violations()).isEmpty();
    }

    /** The end of what was said and answered, and what Baton's API shows: a rare fault has no second chance to be seen. */
    private static void whatWentOverTheWire(String test) {
        System.out.println("After the failure of " + test + ":");
        for (Chat2DeskSimulator account : ACCOUNTS) {
            List<WireLog.Entry> all = account.log().entries();
            all.subList(Math.max(0, all.size() - SHOWN), all.size()).forEach(System.out::println);
        }
        List<WireLog.Entry> bots = bot.log().entries();
        bots.subList(Math.max(0, bots.size() - SHOWN), bots.size()).forEach(System.out::println);
        for (String path : List.of("/api/channels", "/api/dead-letters", "/api/conversations?limit=3")) {
            System.out.println(path + " " + stage.api("GET", path).body());
        }
        if (!bot.conversations().isEmpty()) {
            System.out.println(stage.api("GET", "/api/conversations/" + bot.conversations().get(bot.conversations().size() - 1)).body());
        }
    }

    private static void open() throws IOException {
        folder = Files.createTempDirectory("chat2desk");
        routes(folder.resolve("routes"));
        files = new FileServer().on("/card.pdf", FileServer.text("200 OK", "Content-Type: application/pdf\r\n", "%PDF-1.4 sample"))
                .on("/card.mp3", FileServer.text("200 OK", "Content-Type: audio/mpeg\r\n", "ID3 sample"))
                .on("/card.png", FileServer.bytes("200 OK", "Content-Type: image/png\r\n", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0}));
        stage = new Stage(folder.resolve("data"), Clock.systemUTC(), "--baton.routes=" + folder.resolve("routes"), "--baton.http.response=1s", "--baton.media.allow-private=true", "--channels.acme-chat2desk.url={simulators}/chat2desk",
                "--channels.acme-chat2desk.api-token=t-house", "--channels.acme-chat2desk.token=hook-house-1", "--channels.acme-chat2desk.operator-id=" + BOT,
                "--channels.acme-chat2desk.bot=own-bot", "--channels.acme-chat2desk.desk=acme-chat2desk", "--channels.acme-chat2desk.transfer-operator=" + JOANA,
                "--channels.acme-chat2desk.transfer-tags=team=group:" + Chat2DeskSimulator.SUPPORT, "--channels.acme-chat2desk.poll-every=1s", "--channels.acme-chat2desk.notices.accepted=off",
                "--channels.queue-chat2desk.url={simulators}/queue", "--channels.queue-chat2desk.api-token=t-queue", "--channels.queue-chat2desk.token=hook-queue-1",
                "--channels.queue-chat2desk.bot=own-bot", "--channels.queue-chat2desk.desk=queue-chat2desk", "--channels.queue-chat2desk.files=link", "--channels.queue-chat2desk.own-operators=" + BOT, "--channels.queue-chat2desk.poll-every=1s",
                "--channels.beside-chat2desk.url={simulators}/beside", "--channels.beside-chat2desk.api-token=t-beside", "--channels.beside-chat2desk.token=hook-beside-1",
                "--channels.beside-chat2desk.bot=own-bot", "--channels.beside-chat2desk.desk=beside-chat2desk", "--channels.beside-chat2desk.take-over=false", "--channels.beside-chat2desk.signature-secret=" + SIGNS, "--channels.beside-chat2desk.poll-every=1s",
                "--channels.own-bot.url={simulators}/bot", "--channels.own-bot.signing-secret=" + SECRET, "--channels.own-bot.token=" + TOKEN);
        house = account("/chat2desk", "house", 500_000_000);
        queue = account("/queue", "queue", 700_000_000);
        beside = account("/beside", "beside", 800_000_000);
        bot = stage.server.mount("/bot", new BotSimulator(Clock.systemUTC(), new BotSettings(SECRET, TOKEN)));
        bot.webhook(stage.url() + "/hooks/own-bot");
        Stage.soon().until(() -> ACCOUNTS.stream().allMatch(account -> account.hookUrls().size() == 1));
        usual();
    }

    private static void usual() {
        house.switches().autoAssign = BOT;
        beside.switches().hmacSecret = SIGNS;
    }

    /** The bot hears of all accounts: no client of one may have a number of another's. */
    private static Chat2DeskSimulator account(String at, String name, long numbers) {
        Chat2DeskSimulator account = stage.server.mount(at, new Chat2DeskSimulator(Clock.systemUTC(), new Chat2DeskSettings("t-" + name, "hook-" + name + "-1")));
        account.numberFrom(numbers);
        ACCOUNTS.add(account);
        return account;
    }

    /** The house's own channel, and the same file under other names. */
    private static void routes(Path to) throws IOException {
        Stage.routes(to, "(chat2desk|chat2desk-api|own-bot)/(?!samples/).*|(acme-chat2desk|own-bot)\\.camel\\.yaml");
        for (String other : List.of("queue-chat2desk", "beside-chat2desk")) {
            Files.writeString(to.resolve(other + ".camel.yaml"), Files.readString(to.resolve("acme-chat2desk.camel.yaml")).replace("acme-chat2desk", other));
        }
    }

    private static void shut() throws IOException {
        stage.close();
        files.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    /** A number that was not given before: names of messages, and what messengers call customers. */
    static String fresh() {
        return String.valueOf(70_000 + ++number);
    }

    /** A customer of the account whose first words the bot has heard and answered. */
    static long talking(Chat2DeskSimulator account, String transport) {
        long client = account.customers().appears(fresh(), "Mira " + number, transport);
        account.customers().says(client, "Hello");
        Stage.soon().untilAsserted(() -> assertThat(heard(client)).containsExactly("Hello"));
        Stage.soon().until(() -> account.customers().seen(client).size() >= 2);
        return client;
    }

    /** Whose client it is. */
    static Chat2DeskSimulator at(long client) {
        return client >= 800_000_000 ? beside : client >= 700_000_000 ? queue : house;
    }

    static ObjectNode text(String text) {
        return Json.MAPPER.createObjectNode().put("kind", "text").put("text", text);
    }

    static void said(long client, ObjectNode content) {
        ArrayNode actions = Json.MAPPER.createArrayNode();
        actions.addObject().put("type", "message").set("content", content);
        bot.say(conversation(client), "s-" + fresh(), actions);
    }

    static String conversation(long client) {
        return bot.conversations().stream().filter(one -> bot.heard(one).stream().anyMatch(told -> told.at("/customer/id").asText().equals(client + "|chat2desk"))).reduce((first, last) -> last).orElse("none");
    }

    /** What the bot was told of the customer's words. */
    static List<String> heard(long client) {
        return bot.heard(conversation(client)).stream().filter(told -> told.path("type").asText().equals("message")).map(told -> told.at("/message/text").asText()).toList();
    }

    static List<String> types(long client) {
        return bot.heard(conversation(client)).stream().map(told -> told.path("type").asText()).toList();
    }

    static String state(long client) {
        try {
            return Json.MAPPER.readTree(stage.api("GET", "/api/conversations/" + conversation(client)).body()).path("state").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long dialog(long client) {
        return at(client).customers().dialog(client);
    }

    static List<Chat2DeskMessage> ours(long client) {
        return at(client).desk().messages(dialog(client)).stream().filter(message -> message.fromApi() && message.type().equals("to_client")).toList();
    }

    static JsonNode lastLine(long client) {
        JsonNode lines = at(client).customers().sees(client).path("lines");
        return lines.get(lines.size() - 1);
    }
}
