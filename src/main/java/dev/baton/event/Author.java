package dev.baton.event;

/**
 * Who said or did something.
 *
 * @param role what they are to the customer
 * @param id   what their platform calls them; null where it does not say
 * @param name as people may see it; null where the platform does not say
 */
public record Author(Role role, String id, String name) {
}
