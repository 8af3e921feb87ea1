package dev.baton.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Deskie's lists: objects with numbered keys, pages, and text filters. */
final class DeskieLists {

    private DeskieLists() {
    }

    /** The page that the call asks for, each element wrapped under a name. */
    static <T> JsonNode page(List<T> all, String wrapper, Call call, DeskieSwitches switches, Function<T, ? extends JsonNode> json) {
        int page = number(call, "page", 1, 500, 1);
        int limit = number(call, "limit", 1, 100, 100);
        int from = Math.min((page - 1) * limit, all.size());
        List<T> part = all.subList(from, Math.min(from + limit, all.size()));
        if (part.isEmpty()) {
            return empty(wrapper, switches);
        }
        ObjectNode list = Json.object();
        for (int i = 0; i < part.size(); i++) {
            list.putObject(String.valueOf(i)).set(wrapper, json.apply(part.get(i)));
        }
        return list.put("total_count", all.size());
    }

    /** By inclusion; {@code ^abc^} exactly, {@code ^abc} from the start, {@code abc^} to the end. */
    static boolean matches(String value, String wanted) {
        String text = value == null ? "" : value.toLowerCase(Locale.ROOT);
        String want = wanted.toLowerCase(Locale.ROOT);
        boolean start = want.startsWith("^");
        boolean end = want.length() > 1 && want.endsWith("^");
        String core = want.substring(start ? 1 : 0, want.length() - (end ? 1 : 0));
        return start && end ? text.equals(core) : start ? text.startsWith(core) : end ? text.endsWith(core) : text.contains(core);
    }

    private static JsonNode empty(String wrapper, DeskieSwitches switches) {
        return switch (switches.emptyList) {
            case CASE_ARRAY -> {
                ObjectNode node = Json.object();
                node.putArray(wrapper);
                yield node;
            }
            case EMPTY_OBJECT -> Json.object();
            case TOTAL_ZERO -> Json.object().put("total_count", 0);
            case ARRAY -> Json.MAPPER.createArrayNode();
        };
    }

    private static int number(Call call, String name, int least, int most, int standard) {
        String text = call.parameter(name);
        if (text == null) {
            return standard;
        }
        long number = Loose.id(text);
        if (number < least || number > most) {
            call.wrong(name + " must be " + least + " to " + most + ", not " + text);
            throw new DeskieError(400, "wrong_" + name);
        }
        return (int) number;
    }
}
