package dev.baton.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a {@code $filter} of tickets: comparisons joined by and, or and parentheses. */
final class TicketFilter {

    private static final Pattern TOKEN = Pattern.compile("\\s*(\\(|\\)|datetimeoffset'[^']*'|'[^']*'|[\\w.]+)");
    private static final Set<String> STATUSES = Set.of("none", "waiting", "assigned", "open", "closedattendant", "closedclient",
            "closedclientinactivity", "transferred");

    private final List<String> tokens = new ArrayList<>();
    private final String text;
    private int at;

    private TicketFilter(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw unable();
        }
    }

    static Predicate<BlipTicket> of(String text) {
        TicketFilter filter = new TicketFilter(text);
        Predicate<BlipTicket> result = filter.or();
        if (filter.at < filter.tokens.size()) {
            throw filter.unable();
        }
        return result;
    }

    private Predicate<BlipTicket> or() {
        Predicate<BlipTicket> left = and();
        while (skip("or")) {
            left = left.or(and());
        }
        return left;
    }

    private Predicate<BlipTicket> and() {
        Predicate<BlipTicket> left = one();
        while (skip("and")) {
            left = left.and(one());
        }
        return left;
    }

    private Predicate<BlipTicket> one() {
        if (skip("not")) {
            return one().negate();
        }
        if (skip("(")) {
            Predicate<BlipTicket> inner = or();
            if (!skip(")")) {
                throw unable();
            }
            return inner;
        }
        String field = take().toLowerCase(Locale.ROOT);
        String operator = take().toLowerCase(Locale.ROOT);
        String literal = take();
        String value = literal.contains("'") ? literal.substring(literal.indexOf('\'') + 1, literal.length() - 1) : literal;
        // Observed: 'closed' is no status, and asking for it always fails.
        if (field.equals("status") && !STATUSES.contains(value.toLowerCase(Locale.ROOT))) {
            throw unable();
        }
        value(field, new BlipTicket("", 0, "@", Instant.EPOCH));
        return ticket -> holds(value(field, ticket).compareToIgnoreCase(value), operator);
    }

    private String value(String field, BlipTicket ticket) {
        return switch (field) {
            case "id" -> ticket.id;
            case "sequentialid" -> String.valueOf(ticket.number);
            case "customeridentity" -> ticket.customer;
            case "agentidentity" -> String.valueOf(ticket.agent);
            case "team" -> String.valueOf(ticket.team);
            case "status" -> ticket.status;
            case "closed" -> String.valueOf(ticket.closed);
            case "storagedate" -> BlipTicket.date(ticket.created);
            default -> throw unable();
        };
    }

    private boolean holds(int compared, String operator) {
        return switch (operator) {
            case "eq" -> compared == 0;
            case "ne" -> compared != 0;
            case "ge" -> compared >= 0;
            case "gt" -> compared > 0;
            case "le" -> compared <= 0;
            case "lt" -> compared < 0;
            default -> throw unable();
        };
    }

    private String take() {
        if (at >= tokens.size()) {
            throw unable();
        }
        return tokens.get(at++);
    }

    private boolean skip(String token) {
        boolean found = at < tokens.size() && tokens.get(at).equalsIgnoreCase(token);
        at += found ? 1 : 0;
        return found;
    }

    private Refused unable() {
        return new Refused(61, "Unable to perform operation '" + text + "'");
    }
}
