package dev.baton.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A request that Chat2Desk answers with an error. Clients look for these texts inside the raw body, whatever the status is. */
final class Chat2DeskError extends RuntimeException {

    static final String AUTH = "You need to auth";
    static final String NO_TOKEN = "You have to specify your token. See API manual on info@chat2desk.com";
    static final String NO_PAGE = "Page not found";
    static final String TOO_MANY = "Number of API requests exceeded";
    static final String MONTH = "API calls exceeded API limit per month";
    static final String URL_TAKEN = "This url is already used";
    static final String CLIENT_EXISTS = "Client already exist";

    private static final long serialVersionUID = 1L;

    final int status;
    private final transient Map<String, List<String>> errors;

    Chat2DeskError(int status, String message, Map<String, List<String>> errors) {
        super(message, null, false, false);
        this.status = status;
        this.errors = errors;
    }

    Chat2DeskError(int status, String message) {
        this(status, message, Map.of());
    }

    /** Something that is not there: 404, {@code operator 77 not found}. Nobody has confirmed the status. */
    static Chat2DeskError missing(String what, String id) {
        return new Chat2DeskError(404, what + " " + id + " not found");
    }

    /** A field that is wrong: 400. */
    static Chat2DeskError field(String field, String... texts) {
        return new Chat2DeskError(400, field + " " + texts[0], Map.of(field, List.of(texts)));
    }

    Answer answer(Chat2DeskSwitches switches) {
        ObjectNode body = Json.object().put("status", "error");
        boolean map = !errors.isEmpty() && switches.errors != Chat2DeskSwitches.Errors.MESSAGE;
        if (!map || switches.errors != Chat2DeskSwitches.Errors.MAP) {
            body.put("message", getMessage());
        }
        if (map) {
            body.set("errors", Json.tree(errors));
        }
        return Answer.json(switches.errorsWith200 ? 200 : status, body);
    }
}
