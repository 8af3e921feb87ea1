package dev.baton.spine;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ViewportSize;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox page of the packaged jar, used in a real browser as a newcomer would. Skipped where there is no Chromium, unless BATON_TEST_BROWSER=required. */
class BrowserIT {

    private static final double PATIENCE = Duration.ofSeconds(30).toMillis();
    private static final Jar JAR = new Jar();
    private static final byte[] PIXEL = Base64.getDecoder().decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    @TempDir
    static Path folder;
    private static Jar.Started baton;
    private static Playwright playwright;
    private static Browser browser;
    @RegisterExtension
    static final AfterTestExecutionCallback PRINTS = test -> test.getExecutionException().ifPresent(failed -> System.err.println(baton == null ? "" : baton.printed()));

    /** One jar and one browser for all: each test has channels of its own, or leaves its desk tidy. */
    @BeforeAll
    static void open() throws IOException {
        Optional<Path> chromium = chromium();
        if (chromium.isEmpty() && "required".equals(System.getenv("BATON_TEST_BROWSER"))) {
            throw new AssertionError("BATON_TEST_BROWSER=required, but no Chromium is on the PATH; BATON_TEST_CHROMIUM may name one");
        }
        assumeTrue(chromium.isPresent(), "no Chromium on the PATH and none named by BATON_TEST_CHROMIUM: the page is not looked at");
        Jar.routes(folder.resolve("routes"));
        Files.copy(Path.of("application.yaml"), folder.resolve("application.yaml"));
        baton = JAR.start(folder, Jar.freePort(), "--spring.profiles.active=sandbox", "--baton.sandbox.port=" + Jar.freePort(), "--channels.support-deskie.poll-every=2s");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        // The driver is in the test's class path; browsers are never downloaded.
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium.get()).setHeadless(true)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")));
        assertThat(baton.ready().printed()).contains("To try it, open " + baton.url() + "/sandbox");
    }

    @AfterAll
    static void shut() {
        if (playwright != null) {
            playwright.close();
        }
        if (baton != null) {
            int exit = baton.terminate();
            assertThat(baton.printed()).doesNotContain("\tat ");
            assertThat(exit).isIn(0, 143);
        }
    }

    @Test
    void aCustomerIsHandedOverAnsweredAndHandedBack() {
        play("sandbox", BrowserIT::use);
    }

    @Test
    void inTheWebChatTheBotSpeaksThenAnAgentThenTheBotAgain() {
        play("web-chat", BrowserIT::chat);
    }

    @Test
    void inTheWebChatTheBotSpeaksThenChat2DesksOperatorThenTheBotAgain() {
        play("chat2desk-desk", BrowserIT::operatorForTheWebChat);
    }

    @Test
    void chat2DesksCustomerIsTheBotsThenAnOperatorsThenTheBotsAgain() {
        play("chat2desk", BrowserIT::operatorAtHome);
    }

    @Test
    void blipsCustomerIsAnsweredByChat2DesksOperator() {
        play("blip-chat2desk", BrowserIT::operatorForBlip);
    }

    private static void play(String picture, BiConsumer<Page, String> use) {
        try (Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(new ViewportSize(1280, 800)))) {
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (List.of("error", "warning").contains(message.type())) {
                    complaints.add(message.text() + " at " + message.location());
                }
            });
            page.onPageError(complaints::add);
            try {
                use.accept(page, baton.url());
            } finally {
                page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", picture + ".png")));
            }
            assertThat(page.getByTestId("wire-log").locator(".status.bad")).hasCount(0);
            assertThat(complaints).as("errors in the browser's console").isEmpty();
        }
    }

    private static void use(Page page, String baton) {
        page.navigate(baton + "/");
        page.getByText("The sandbox").click();
        assertThat(page.getByTestId("live")).hasText("live");

        page.getByTestId("customer-input").fill("My parcel is late");
        page.getByTestId("customer-send").click();
        assertThat(page.getByTestId("customer-state")).hasText("waiting for an agent");
        assertThat(page.getByTestId("desk-messages")).containsText("My parcel is late");
        assertThat(page.getByTestId("desk-cases").locator(".chip:not(.closed)")).hasCount(1);

        page.getByTestId("agent-input").fill("It comes tomorrow");
        page.getByTestId("agent-send").click();
        assertThat(page.getByTestId("customer-messages")).containsText("It comes tomorrow");
        assertThat(page.getByTestId("customer-state")).hasText("with an agent");

        page.getByTestId("customer-input").fill("Thank you!");
        page.getByTestId("customer-input").press("Enter");
        assertThat(page.getByTestId("desk-messages")).containsText("Thank you!");

        // The wire: the ticket, the case, the agent announced before the words, each with its bodies folded away.
        Locator wire = page.getByTestId("wire-log");
        for (String path : List.of("/hooks/acme-blip", "/api/cases.json", "/commands · Open · set /tickets/change-status", "/hooks/support-deskie/•••", "/messages")) {
            assertThat(wire.locator("summary").filter(new Locator.FilterOptions().setHasText(path)).first()).isVisible();
        }
        Locator ticket = wire.locator("li").filter(new Locator.FilterOptions().setHasText("/hooks/acme-blip")).last();
        assertThat(ticket.locator("pre")).hasCount(0);
        ticket.locator("summary").click();
        assertThat(ticket.locator("pre").first()).containsText("application/vnd.iris.ticket+json");
        ticket.locator("summary").click();

        // Other tests' ends stand in the log too.
        Locator ends = wire.locator("summary").filter(new Locator.FilterOptions().setHasText("/commands · ClosedAttendant · set /tickets/change-status"));
        int before = ends.count();
        page.getByTestId("agent-close").click();
        assertThat(page.getByTestId("customer-state")).hasText("with the bot");
        assertThat(ends).hasCount(before + 1);
    }

    private static void chat(Page page, String baton) {
        choose(page, baton, "own-app \u2192 support-deskie");
        Locator messages = page.getByTestId("chat-messages");
        page.getByTestId("chat-input").fill("My parcel is late <b>& lost</b>");
        page.getByTestId("chat-input").press("Enter");
        assertThat(messages).containsText("You said: My parcel is late <b>& lost</b>");

        page.getByTestId("chat-input").fill("buttons");
        page.getByTestId("chat-send").click();
        messages.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Talk to a person")).click();
        assertThat(page.getByTestId("chat-state")).hasText("Waiting for a person");
        hasControl(page, "desk");
        somebodyElse(page, baton);
        assertThat(page.getByTestId("desk-cases").locator(".chip:not(.closed)")).hasCount(1);
        page.getByTestId("agent-input").fill("It comes tomorrow");
        page.getByTestId("agent-send").click();
        assertThat(messages).containsText("It comes tomorrow");
        assertThat(page.getByTestId("chat-state")).containsText("You are talking with");
        hasControl(page, "desk");

        page.getByTestId("chat-file").setInputFiles(new FilePayload("parcel.png", "image/png", PIXEL));
        assertThat(page.getByTestId("desk-messages")).containsText("parcel.png");
        page.getByTestId("chat-input").fill("Thank you!");
        page.getByTestId("chat-input").press("Enter");
        assertThat(page.getByTestId("desk-messages")).containsText("Thank you!");
        // What was said is there again after a reload, once and in order, and goes on.
        page.reload();
        assertThat(messages.locator("li[data-by=customer]").filter(new Locator.FilterOptions().setHasText("Thank you!"))).hasCount(1);
        assertThat(messages.locator("li").first()).containsText("My parcel is late");

        page.getByTestId("agent-close").click();
        assertThat(messages).containsText("I am back. I have read");
        assertThat(page.getByTestId("chat-state")).hasText("You are talking with the bot");
        hasControl(page, "bot");
        page.getByTestId("chat-input").fill("and now?");
        page.getByTestId("chat-input").press("Enter");
        assertThat(messages).containsText("You said: and now?");
        assertThat(messages.locator("li.pending")).hasCount(0);
    }

    /** Another visitor, with the bot: that changes nothing for this one. */
    private static void somebodyElse(Page page, String baton) {
        try (BrowserContext another = page.context().browser().newContext(); Page theirs = another.newPage()) {
            choose(theirs, baton, "own-app \u2192 support-deskie");
            write(theirs, "chat-input", "Hello");
            assertThat(theirs.getByTestId("chat-messages")).containsText("You said: Hello");
            hasControl(theirs, "bot");
        }
    }

    private static void operatorForTheWebChat(Page page, String baton) {
        choose(page, baton, "shop-app \u2192 support-chat2desk");
        Locator messages = page.getByTestId("chat-messages");
        write(page, "chat-input", "My parcel is late");
        assertThat(messages).containsText("You said: My parcel is late");
        assertThat(page.getByTestId("desk-empty")).isVisible();
        write(page, "chat-input", "human");
        assertThat(page.getByTestId("desk-messages").locator("li.note")).containsText("My parcel is late");
        write(page, "agent-input", "It comes tomorrow");
        assertThat(messages).containsText("It comes tomorrow");
        assertThat(page.getByTestId("desk-cases").locator(".chip")).hasText("Joana Silva");
        assertThat(page.getByTestId("chat-state")).hasText("You are talking with Joana Silva");
        write(page, "chat-input", "Thank you!");
        assertThat(page.getByTestId("desk-messages")).containsText("Thank you!");
        page.getByTestId("agent-close").click();
        assertThat(messages).containsText("I am back. I have read");
        assertThat(page.getByTestId("chat-state")).hasText("You are talking with the bot");
        write(page, "chat-input", "and now?");
        assertThat(messages).containsText("You said: and now?");
        assertThat(page.getByTestId("desk-messages")).not().containsText("and now?");
    }

    private static void operatorAtHome(Page page, String baton) {
        choose(page, baton, "acme-chat2desk \u2192 its operators");
        Locator messages = page.getByTestId("customer-messages");
        write(page, "customer-input", "buttons");
        messages.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Talk to a person")).click();
        // What is pressed comes back as its words: the bot says so, and is asked for a person as it knows it.
        assertThat(messages).containsText("You said: Talk to a person");
        write(page, "customer-input", "human");
        assertThat(page.getByTestId("customer-state")).hasText("with Joana Silva");
        hasControl(page, "desk");
        write(page, "agent-input", "It *really* comes tomorrow");
        assertThat(messages.locator("i")).hasText("really");
        page.getByTestId("customer-input").fill("The label");
        page.getByTestId("customer-file").setInputFiles(new FilePayload("label.png", "image/png", PIXEL));
        assertThat(page.getByTestId("desk-messages").locator("li.customer a")).hasText("label.png");
        assertThat(page.getByTestId("desk-messages").locator("li.customer").last()).containsText("The label");
        page.getByTestId("agent-file").setInputFiles(new FilePayload("receipt.pdf", "application/pdf", "%PDF-1.7".getBytes(StandardCharsets.UTF_8)));
        assertThat(messages.locator("li a")).hasText(new String[] {"label.png", "receipt.pdf"});
        page.getByTestId("agent-input").fill("A difficult one");
        page.getByTestId("agent-note").click();
        assertThat(page.getByTestId("desk-messages").locator("li.note").last()).containsText("A difficult one");
        page.getByTestId("agent-transfer").selectOption("Olga Marin");
        assertThat(page.getByTestId("customer-state")).hasText("with Olga Marin");
        page.getByTestId("agent-take").click();
        assertThat(page.getByTestId("customer-state")).hasText("with Joana Silva");
        assertThat(messages).not().containsText("A difficult one");
        page.getByTestId("agent-close").click();
        assertThat(messages).containsText("I am back. I have read");
        assertThat(page.getByTestId("customer-state")).hasText("with the bot");
        hasControl(page, "bot");
        write(page, "customer-input", "and now?");
        assertThat(messages).containsText("You said: and now?");
    }

    private static void operatorForBlip(Page page, String baton) {
        choose(page, baton, "shop-blip \u2192 support-chat2desk");
        hasControl(page, "bot");
        write(page, "customer-input", "My parcel is late");
        assertThat(page.getByTestId("desk-cases").locator("[aria-current=true] .chip")).hasText("general queue");
        assertThat(page.getByTestId("desk-messages").locator("li.customer")).containsText("My parcel is late");
        write(page, "agent-input", "It comes tomorrow");
        assertThat(page.getByTestId("customer-messages")).containsText("It comes tomorrow");
        hasControl(page, "desk");
        page.getByTestId("agent-file").setInputFiles(new FilePayload("label.png", "image/png", PIXEL));
        assertThat(page.getByTestId("customer-messages")).containsText("label.png");
        page.getByTestId("agent-close").click();
        hasControl(page, "bot");
    }

    private static void hasControl(Page page, String who) {
        assertThat(page.getByTestId("control").locator("[aria-current=true]")).hasText(who);
    }

    private static void choose(Page page, String baton, String pair) {
        page.navigate(baton + "/sandbox");
        assertThat(page.getByTestId("live")).hasText("live");
        page.getByTestId("pair").selectOption(pair);
    }

    private static void write(Page page, String input, String text) {
        page.getByTestId(input).fill(text);
        page.getByTestId(input).press("Enter");
    }

    private static Optional<Path> chromium() {
        String named = System.getenv("BATON_TEST_CHROMIUM");
        Stream<Path> places = named != null ? Stream.of(Path.of(named))
                : Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome").map(name -> Path.of(folder, name)));
        return places.filter(Files::isExecutable).findFirst();
    }
}
