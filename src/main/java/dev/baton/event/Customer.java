package dev.baton.event;

import java.util.Map;

/**
 * The customer as the customer's platform describes them.
 *
 * @param id       what the customer's platform calls them, as it writes it
 * @param name     full name, or null
 * @param email    or null
 * @param phone    as the platform writes it, or null
 * @param language BCP 47 tag such as {@code pt-BR}, or null
 * @param extras   whatever else is known, text by name; null or empty for none
 */
public record Customer(String id, String name, String email, String phone, String language, Map<String, String> extras) {

    /** This customer with what {@code newer} knows laid over it. */
    public Customer with(Customer newer) {
        if (newer == null) {
            return this;
        }
        return new Customer(id == null ? newer.id : id, or(newer.name, name), or(newer.email, email), or(newer.phone, phone),
                or(newer.language, language), newer.extras == null ? extras : newer.extras);
    }

    private static String or(String newer, String older) {
        return newer == null ? older : newer;
    }
}
