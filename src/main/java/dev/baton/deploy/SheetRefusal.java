package dev.baton.deploy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.baton.camel.Refused;
import dev.baton.event.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Jackson says of a platform sheet that is not as it should be, in words for people. */
final class SheetRefusal {

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final List<String> TYPES = Arrays.stream(EventType.values()).map(EventType::text).toList();

    private SheetRefusal() {
    }

    static Refused of(String file, JsonMappingException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        String path = e.getPath().stream().map(one -> one.getFieldName() == null ? String.valueOf(one.getIndex()) : one.getFieldName()).collect(Collectors.joining("."));
        if (e instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
            return new Refused(file, line, "there is no entry " + path, Near.or(unknown.getPropertyName(), known, "the entries there are " + known));
        }
        List<String> choices = List.of();
        String value = null;
        if (e instanceof InvalidFormatException wrong && wrong.getTargetType() != null && wrong.getTargetType().isEnum()) {
            value = String.valueOf(wrong.getValue());
            choices = wrong.getTargetType() == EventType.class ? TYPES : Arrays.stream(wrong.getTargetType().getEnumConstants()).map(String::valueOf).toList();
        } else if (e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null) {
            Matcher quoted = QUOTED.matcher(cause.getMessage());
            value = quoted.find() ? quoted.group(1) : null;
            choices = TYPES;
        }
        if (value != null) {
            return new Refused(file, line, "'" + value + "' can't stand at " + path, Near.or(value, choices, "write one of " + choices));
        }
        return new Refused(file, line, "what stands at " + path + " is of another kind than wanted", "compare it with the platform sheets that come with Baton");
    }
}
