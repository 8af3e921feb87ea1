package dev.baton.talk;

import dev.baton.webhook.Problem;
import dev.baton.webhook.Refused;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The web chat and the API's description; and the word that nothing else is here. */
@RestController
@RequestMapping("/talk")
public final class TalkFiles {

    @GetMapping("/chat.js")
    ResponseEntity<Resource> chat() {
        return file("chat.js", "text/javascript;charset=UTF-8");
    }

    @GetMapping("/openapi.json")
    ResponseEntity<Resource> description() {
        return file("openapi.json", "application/json");
    }

    @RequestMapping("/**")
    void nothing(HttpServletRequest request) {
        throw new Refused(Problem.Kind.NOT_FOUND, "Nothing is at this address with the method " + request.getMethod() + ". /talk/openapi.json describes what there is.");
    }

    private static ResponseEntity<Resource> file(String name, String type) {
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(type)).cacheControl(CacheControl.noCache())
                .header("Cross-Origin-Resource-Policy", "cross-origin").header("X-Content-Type-Options", "nosniff").body(new ClassPathResource("dev/baton/talk/" + name));
    }
}
