package dev.baton.console;

import dev.baton.ledger.View;
import dev.baton.webhook.Problem;
import java.util.List;
import org.apache.camel.model.rest.ResponseMessageDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.RestParamType;
import org.apache.camel.model.rest.VerbDefinition;

/** One call of the API in Camel's REST DSL, with the whole of its description. */
final class ApiVerb {

    /** The name of the login in the description. */
    static final String LOGIN = "admin";

    private final RestDefinition rest;
    private final VerbDefinition verb;

    /** The verb that was added last. */
    ApiVerb(RestDefinition rest, String id, String about) {
        this.rest = rest;
        this.verb = rest.getVerbs().get(rest.getVerbs().size() - 1);
        rest.id(id).description(about).produces("application/json").security(LOGIN);
    }

    String id() {
        return verb.getId();
    }

    ApiVerb path(String name, String format, String about) {
        rest.param().name(name).type(RestParamType.path).dataType("string").dataFormat(format).description(about).endParam();
        return this;
    }

    ApiVerb query(String name, String type, String about) {
        rest.param().name(name).type(RestParamType.query).required(false).dataType(type).description(about).endParam();
        return this;
    }

    ApiVerb query(String name, List<String> words, String about) {
        rest.param().name(name).type(RestParamType.query).required(false).dataType("string").allowableValues(words).description(about).endParam();
        return this;
    }

    ApiVerb page() {
        rest.param().name("limit").type(RestParamType.query).required(false).dataType("integer")
                .description("How many, 1 to " + View.LONGEST_PAGE + "; " + Api.PAGE + " where it is left out").endParam();
        return query("before", "string", "The value of next in the page before");
    }

    ApiVerb body(Class<?> type, boolean required, String about) {
        rest.consumes("application/json").param().name("body").type(RestParamType.body).required(required).description(about).endParam();
        verb.setType(type.getName());
        return this;
    }

    /** What comes back, and the problems that may come instead of it. */
    ApiVerb answers(Class<?> type, Problem.Kind... problems) {
        rest.responseMessage().code(200).message("Done").endResponseMessage();
        // By binary name: the DSL's own methods take the canonical one, by which Camel does not find a nested type.
        verb.setOutType(type.getName());
        for (Problem.Kind kind : problems) {
            problem(kind);
        }
        problem(Problem.Kind.NOT_PROVEN);
        problem(Problem.Kind.NOT_NOW);
        return this;
    }

    private void problem(Problem.Kind kind) {
        ResponseMessageDefinition answer = rest.responseMessage().code(kind.status()).message(kind.title());
        answer.setResponseModel(ApiShapes.ProblemAnswer.class.getName());
        answer.endResponseMessage();
    }

    void to(String uri) {
        rest.to(uri);
    }
}
