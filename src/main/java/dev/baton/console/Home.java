package dev.baton.console;

import dev.baton.webhook.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The first page, and the page that explains problem answers. */
@RestController
public class Home {

    private static final String HTML = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8";
    private final boolean sandbox;

    public Home(Environment environment) {
        this.sandbox = environment.acceptsProfiles(Profiles.of("sandbox"));
    }

    @GetMapping(path = "/", produces = HTML)
    String home() {
        return page("Baton", file("home.html").replace("<!-- sandbox -->", sandbox ? file("home-sandbox.html") : ""));
    }

    @GetMapping(path = "/problems", produces = HTML)
    String problems() {
        String rows = Arrays.stream(Problem.Kind.values()).map(kind -> "<section id=\"" + kind.id() + "\"><h2><span>" + kind.status() + "</span> "
                + HtmlUtils.htmlEscape(kind.title()) + "</h2><p>" + HtmlUtils.htmlEscape(kind.about()) + "</p></section>")
                .collect(Collectors.joining("\n"));
        return page("Problems", "<h1>Problems</h1>\n"
                + "<p class=\"lead\">Every error that Baton answers is a JSON document whose <code>type</code> leads here.</p>\n" + rows);
    }

    private static String page(String title, String main) {
        return file("page.html").replace("<!-- title -->", title).replace("<!-- main -->", main);
    }

    private static String file(String name) {
        try (InputStream in = Home.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a page of the program is missing: " + name, e);
        }
    }
}
