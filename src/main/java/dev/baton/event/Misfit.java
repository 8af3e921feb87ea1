package dev.baton.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** What of an event's JSON does not fit the vocabulary, in words for whoever wrote it: where, and what is wanted there. Of texts, which may be anybody's, only that they are. */
final class Misfit {

    private Misfit() {
    }

    static String words(JsonProcessingException e, JsonNode event) {
        if (!(e instanceof MismatchedInputException wrong)) {
            return e.getOriginalMessage();
        }
        String at = "";
        JsonNode value = event;
        for (JsonMappingException.Reference step : wrong.getPath()) {
            boolean entry = step.getFieldName() == null;
            at += entry ? "[" + step.getIndex() + "]" : (at.isEmpty() ? "" : ".") + step.getFieldName();
            value = entry ? value.path(step.getIndex()) : value.path(step.getFieldName());
        }
        Class<?> wanted = wrong instanceof InvalidTypeIdException kind ? kind.getBaseType().getRawClass() : wrong.getTargetType();
        JsonSubTypes kinds = wanted == null ? null : wanted.getAnnotation(JsonSubTypes.class);
        if (kinds != null && value.isObject()) {
            String names = Arrays.stream(kinds.value()).map(JsonSubTypes.Type::name).collect(Collectors.joining(", "));
            return at + ".kind must be one of " + names + not(value.path("kind"), true);
        }
        return at + " must be " + sort(wanted) + not(value, wanted != null && wanted.isEnum());
    }

    private static String sort(Class<?> wanted) {
        if (wanted == null) {
            return "something else";
        }
        if (wanted.isEnum()) {
            return "one of " + Arrays.stream(wanted.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
        }
        return wanted == String.class ? "a text" : wanted == boolean.class || wanted == Boolean.class ? "true or false"
                : wanted.isPrimitive() || Number.class.isAssignableFrom(wanted) ? "a number" : Collection.class.isAssignableFrom(wanted) ? "a list" : "an object";
    }

    private static String not(JsonNode value, boolean shown) {
        return value.isTextual() && shown ? ", not '" + value.asText() + "'" : switch (value.getNodeType()) {
            case STRING -> ", not a text";
            case NUMBER -> ", not a number";
            case BOOLEAN -> ", not " + value;
            case ARRAY -> ", not a list";
            case OBJECT -> ", not an object";
            default -> "";
        };
    }
}
