package dev.baton.camel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A channel's secret values, known in order to be left out of everything that people read. */
public final class Secrets {

    private static final int SHORTEST = 4;
    private final List<String> values = new ArrayList<>();

    /** The values; null and blank ones, and ones too short to be told from ordinary text, are not looked for. */
    public Secrets(Collection<String> values) {
        for (String value : values) {
            if (value != null && value.strip().length() >= SHORTEST) {
                this.values.add(value);
                String encoded = java.net.URLEncoder.encode(value, StandardCharsets.UTF_8);
                if (!encoded.equals(value)) {
                    this.values.add(encoded);
                }
            }
        }
        this.values.sort(Comparator.comparingInt(String::length).reversed());
    }

    /** These and more. */
    Secrets and(Collection<String> more) {
        List<String> all = new ArrayList<>(values);
        all.addAll(more);
        return new Secrets(all);
    }

    /** The text with {@code ***} in place of every secret; null stays null. */
    public String mask(String text) {
        String masked = text;
        for (String value : values) {
            if (masked == null) {
                return null;
            }
            masked = masked.replace(value, "***");
        }
        return masked;
    }
}
