package dev.baton.ledger;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** A place in a list that is ordered by time and id. */
record ViewCursor(long at, UUID id) {

    /** Null for null; {@link IllegalArgumentException} for what no page has given. */
    static ViewCursor of(String text) {
        if (text == null) {
            return null;
        }
        try {
            int dash = text.indexOf('_');
            return new ViewCursor(Long.parseLong(text.substring(0, dash)), UUID.fromString(text.substring(dash + 1)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("'before' must be the 'next' of an earlier page", e);
        }
    }

    /** The page, of a list that has one more item where there is a next page. */
    static <T> ViewPage<T> page(List<T> found, int limit, Function<T, ViewCursor> place) {
        if (found.size() <= limit) {
            return new ViewPage<>(found, null);
        }
        ViewCursor last = place.apply(found.get(limit - 1));
        return new ViewPage<>(List.copyOf(found.subList(0, limit)), last.at() + "_" + last.id());
    }
}
