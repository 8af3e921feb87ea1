package dev.baton.deploy.source;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What a misspelt name may have meant: only names that differ in a letter or two, so that nobody is sent astray. */
public final class Near {

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private Near() {
    }

    /** The name among these that is nearest, where one is near. */
    public static Optional<String> to(String word, Collection<String> names) {
        int most = word.length() < 6 ? 1 : 2;
        return names.stream().filter(name -> !name.equals(word) && distance(word, name) <= Math.min(most, name.length() - 1))
                .min(Comparator.<String>comparingInt(name -> distance(word, name)).thenComparing(Comparator.naturalOrder()));
    }

    /** "did you mean x?", or what else to do where nothing is near. */
    public static String or(String word, Collection<String> names, String otherwise) {
        return or("", word, "", names, otherwise);
    }

    /** The same for a name that is written with something before and after it. */
    public static String or(String before, String word, String after, Collection<String> names, String otherwise) {
        return to(word, names).map(name -> "did you mean " + before + name + after + "?").orElse(otherwise);
    }

    /** Letters to change; the same letters in another order count as one. */
    private static int distance(String one, String other) {
        boolean mixed = one.length() > 2 && Arrays.equals(one.chars().sorted().toArray(), other.chars().sorted().toArray());
        return mixed ? 1 : DISTANCE.apply(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }
}
