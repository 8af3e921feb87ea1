package dev.baton.sandbox;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The sandbox's page, its events, and the way to the simulators' control API. */
@Controller
@Profile("sandbox")
@RequestMapping("/sandbox")
class SandboxController {

    private final SandboxPlatforms platforms;
    private final SandboxEvents events;

    SandboxController(SandboxPlatforms platforms, SandboxEvents events) {
        this.platforms = platforms;
        this.events = events;
    }

    @GetMapping
    ResponseEntity<Resource> page() {
        return file("sandbox.html", "text/html;charset=UTF-8");
    }

    @GetMapping("/sandbox.css")
    ResponseEntity<Resource> style() {
        return file("sandbox.css", "text/css;charset=UTF-8");
    }

    @GetMapping("/sandbox.js")
    ResponseEntity<Resource> script() {
        return file("sandbox.js", "text/javascript;charset=UTF-8");
    }

    @GetMapping("/events")
    SseEmitter events() {
        return events.open();
    }

    @GetMapping("/pairs")
    ResponseEntity<byte[]> pairs() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.bytes(Json.tree(platforms.pairs())));
    }

    @RequestMapping("/control/{platform}/**")
    ResponseEntity<byte[]> control(@PathVariable("platform") String platform, HttpServletRequest request) throws IOException {
        Simulator simulator = platforms.find(platform);
        if (simulator == null) {
            return ResponseEntity.notFound().build();
        }
        String type = request.getContentType();
        // A page of another site can post forms to here, but no JSON.
        if (!request.getMethod().equals("GET") && (type == null || !type.startsWith(MediaType.APPLICATION_JSON_VALUE))) {
            return ResponseEntity.status(415).build();
        }
        String below = request.getRequestURI().substring(request.getRequestURI().indexOf("/control/" + platform) + 9 + platform.length());
        Answer answer = Control.answer(simulator, request.getMethod(), below, request.getInputStream().readAllBytes());
        return ResponseEntity.status(answer.status()).contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore()).body(answer.body());
    }

    private static ResponseEntity<Resource> file(String name, String type) {
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(type)).cacheControl(CacheControl.noCache())
                .body(new ClassPathResource("sandbox/" + name));
    }
}
