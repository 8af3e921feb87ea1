package dev.baton.camel;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mappings of one channel version, compiled from the version's own copy of its files. */
public final class Mappings {

    private static final String SCHEME = "routes:";
    /** What would make a repeated delivery another one. */
    private static final Pattern CHANCE = Pattern.compile("(?<![\\w:$-])(now|random|uuid)\\s*\\(");
    private static final Pattern TEXT_OR_COMMENT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|//[^\\n]*");

    private final Map<String, byte[]> files;
    private final Map<String, Expression> compiled = new ConcurrentHashMap<>();

    /** Mappings among these files; the keys are paths relative to the routes folder. */
    public Mappings(Map<String, byte[]> files) {
        this.files = files;
    }

    /** The compiled mapping of that name ({@code routes:parcel/in.jslt}); {@link Refused} says what is wrong with it. */
    public Expression mapping(String name) {
        String file = file(name);
        Expression known = compiled.get(file);
        if (known == null) {
            known = compile(file);
            compiled.put(file, known);
        }
        return known;
    }

    private Expression compile(String file) {
        try {
            return new Parser(open(file, file)).withSource(file).withFunctions(Words.ALL)
                    .withResourceResolver(imported -> open(file(imported), file))
                    .withObjectFilter(node -> !node.isNull() && !node.isMissingNode()).compile();
        } catch (JsltException e) {
            Throwable deepest = e;
            while (deepest.getCause() != null) {
                deepest = deepest.getCause();
            }
            if (deepest instanceof Refused refused) {
                throw refused;
            }
            String source = e.getSource() == null ? file : e.getSource();
            throw new Refused(file(source), Math.max(0, e.getLine()), "column " + e.getColumn() + ": " + e.getMessageWithoutLocation().split("\\s*Was expecting", 2)[0],
                    "mend the mapping; JSLT's functions and Baton's own (" + names() + ") may be used");
        }
    }

    private Reader open(String file, String from) {
        byte[] bytes = files.get(file);
        if (bytes == null) {
            throw new Refused(from, 0, "there is no mapping " + file, "write it, or mend the name (paths begin at the routes folder: routes:<platform>/<name>.jslt)");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        refuseChance(file, text);
        return new StringReader(text);
    }

    private static void refuseChance(String file, String text) {
        if (!CHANCE.matcher(text).find()) {
            return;
        }
        Matcher skipped = TEXT_OR_COMMENT.matcher(text);
        StringBuilder bare = new StringBuilder();
        while (skipped.find()) {
            skipped.appendReplacement(bare, " ".repeat(skipped.group().length()));
        }
        skipped.appendTail(bare);
        Matcher chance = CHANCE.matcher(bare);
        if (chance.find()) {
            int line = (int) bare.chars().limit(chance.start()).filter(c -> c == '\n').count() + 1;
            int column = chance.start() - bare.lastIndexOf("\n", chance.start());
            throw new Refused(file, line, "column " + column + ": " + chance.group(1) + "() gives something else each time, and a repeated delivery must be the same",
                    "use uuid-of(text), the delivery's mark or the event's own time");
        }
    }

    static String file(String name) {
        return name.startsWith(SCHEME) ? name.substring(SCHEME.length()) : name;
    }

    private static String names() {
        return String.join(", ", Words.ALL.stream().map(com.schibsted.spt.data.jslt.Function::getName).toList());
    }
}
