package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Plays the administrators of the simulated Chat2Desk: operators, their tokens, channels. */
public final class Chat2DeskOffice {

    private final Chat2DeskAccount account;

    Chat2DeskOffice(Chat2DeskAccount account) {
        this.account = account;
    }

    /** An operator comes or goes. */
    public void online(long operator, boolean online) {
        synchronized (account) {
            operator(operator).online = online;
            operator(operator).lastVisit = account.now();
        }
    }

    /** An administrator makes an operator, or changes one's role. */
    public void operator(long id, String email, String firstName, String lastName, String role, boolean online) {
        synchronized (account) {
            account.operator(id, email, firstName, lastName, role, online);
        }
    }

    /** An operator gets another API token besides, as when the account's owner logs in as somebody else. */
    public void token(String token, long operator) {
        synchronized (account) {
            account.tokens.put(token, operator(operator).id);
        }
    }

    /** A token is not valid any more. */
    public void revoke(String token) {
        synchronized (account) {
            account.tokens.remove(token);
        }
    }

    /** An administrator connects a channel with these transports; {@code external} is one that an integration feeds. */
    public void channel(long id, String name, String... transports) {
        synchronized (account) {
            account.channel(id, name, null, transports);
        }
    }

    JsonNode operators() {
        ArrayNode all = Json.MAPPER.createArrayNode();
        synchronized (account) {
            account.operators.values().forEach(one -> all.add(one.json(account.openedDialogs(one.id), account.switches.dottedDates)));
        }
        return all;
    }

    private Chat2DeskOperator operator(long id) {
        return Chat2DeskAccount.known(account.operators, id, "operator");
    }
}
