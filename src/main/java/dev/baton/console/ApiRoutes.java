package dev.baton.console;

import dev.baton.event.Json;
import dev.baton.ledger.Ledger;
import dev.baton.ledger.ViewConversation;
import dev.baton.ledger.ViewDeadLetter;
import dev.baton.lifecycle.Conflict;
import dev.baton.webhook.Problem;
import dev.baton.webhook.Problem.Kind;
import java.net.URI;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.servlet.ServletComponent;
import org.apache.camel.model.rest.RestDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** The admin API: its addresses, its description, and how an answer is made. */
final class ApiRoutes extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(ApiRoutes.class);

    private final Api api;
    private final ApiVersions versions;
    private final ApiLife life;
    private final String servletName;
    private final URI address;
    private final String version;

    ApiRoutes(Api api, ApiVersions versions, ApiLife life, String servletName, URI address, String version) {
        this.api = api;
        this.versions = versions;
        this.life = life;
        this.servletName = servletName;
        this.address = address;
        this.version = version;
    }

    @Override
    public void configure() {
        ServletComponent servlet = getContext().getComponent("servlet", ServletComponent.class);
        servlet.setServletName(servletName);
        servlet.setHeaderFilterStrategy(new ApiHeaders());
        servlet.setMuteException(true);

        onException(Fault.class).handled(true).process(exchange -> {
            Fault fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Fault.class);
            problem(exchange, fault.kind(), fault.getMessage());
        });
        onException(Operations.Conflict.class, Conflict.class).handled(true).process(exchange ->
                problem(exchange, Kind.CONFLICT, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage()));
        onException(IllegalArgumentException.class).handled(true).process(exchange ->
                problem(exchange, Kind.BAD_REQUEST, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage()));
        onException(Ledger.Unavailable.class, DataAccessException.class).handled(true).process(exchange -> {
            LOG.warn("A call of the API was answered 503, the ledger can't be reached", exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
            problem(exchange, Kind.NOT_NOW, "The ledger can't be reached. Ask again in 5 seconds.");
            exchange.getMessage().setHeader("Retry-After", "5");
        });
        onException(Exception.class).handled(true).process(exchange -> {
            UUID number = UUID.randomUUID();
            LOG.error("A call of the API failed, number {}", number, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
            problem(exchange, Kind.FAILED, "Baton has failed; the log tells more under the number " + number + ".");
        });

        restConfiguration().component("servlet").contextPath(address.getPath().replaceAll("/+$", "") + "/api").apiContextPath("/openapi.json").apiContextRouteId("api-description")
                .apiProperty("schemes", address.getScheme()).apiProperty("host", address.getAuthority())
                .apiProperty("api.title", "Baton").apiProperty("api.version", version)
                .apiProperty("api.description", "What operators and their programs see and do: conversations, dead letters, channels. "
                        + "Errors are application/problem+json (RFC 9457).");

        RestDefinition conversations = rest("/conversations").tag("Conversations")
                .securityDefinitions().basicAuth(ApiVerb.LOGIN, "baton.admin.user and baton.admin.password").end();
        conversations(conversations);
        deadLetters(rest("/dead-letters").tag("Dead letters"));
        RestDefinition channels = rest("/channels").tag("Channels");
        channels(channels);
        life(channels);
    }

    private void conversations(RestDefinition rest) {
        answer(api::conversations, new ApiVerb(rest.get(), "conversations", "Lists conversations, the newest change first")
                .query("state", Api.STATES, "Only those in this state").page()
                .answers(ApiShapes.Conversations.class, Kind.BAD_REQUEST));
        answer(api::conversation, new ApiVerb(rest.get("/{id}"), "conversation",
                "Shows a conversation: who has control, what the channels call it, its newest events, whom each was told, how that stands and what was tried")
                .path("id", "uuid", "Baton's id").query("before", "integer", "Only events before this number")
                .answers(ViewConversation.class, Kind.BAD_REQUEST, Kind.NOT_FOUND));
    }

    private void deadLetters(RestDefinition rest) {
        answer(api::deadLetters, new ApiVerb(rest.get(), "dead-letters", "Lists dead letters, what can't go on without a person, the newest first")
                .query("channel", "string", "Only those of this channel").query("state", Api.LETTER_STATES, "Only those in this state")
                .query("cause", "string", "Only those whose cause holds this text, in any case").page()
                .answers(ApiShapes.DeadLetters.class, Kind.BAD_REQUEST));
        answer(api::deadLetter, new ApiVerb(rest.get("/{id}"), "dead-letter",
                "Shows a dead letter whole: a webhook as it came, or the event that was to be told")
                .path("id", "uuid", "The dead letter's id")
                .answers(ViewDeadLetter.class, Kind.NOT_FOUND));
        answer(api::replay, new ApiVerb(rest.post("/{id}/replay"), "replay",
                "Replays a dead letter: a webhook is read again by the mapping as it is now, a delivery is made again")
                .path("id", "uuid", "The dead letter's id")
                .answers(Api.Replayed.class, Kind.NOT_FOUND, Kind.CONFLICT));
        answer(api::replayMany, new ApiVerb(rest.post("/replay"), "replay-many",
                "Replays the waiting dead letters that a filter lets in, the oldest first; an empty object lets all in")
                .body(Api.Which.class, true, "Which ones")
                .answers(Api.ReplayedMany.class, Kind.BAD_REQUEST));
    }

    private void channels(RestDefinition rest) {
        answer(api::channels, new ApiVerb(rest.get(), "channels",
                "Lists channels: state, running version, routes, calls in flight, what waits, the last refusal with its reasons")
                .answers(Api.Channels.class));
        answer(api::pause, new ApiVerb(rest.post("/{name}/pause"), "pause",
                "Pauses a channel: nothing more is delivered to it, on any node; what comes in is still accepted")
                .path("name", null, "The channel's name").body(Api.Pause.class, false, "Why; may be left out")
                .answers(Api.Channel.class, Kind.BAD_REQUEST, Kind.NOT_FOUND));
        answer(api::resume, new ApiVerb(rest.post("/{name}/resume"), "resume", "Resumes a channel: what waited is delivered, in order")
                .path("name", null, "The channel's name")
                .answers(Api.Channel.class, Kind.NOT_FOUND));
        answer(versions::list, new ApiVerb(rest.get("/{name}/versions"), "versions", "Lists the versions that a channel has run, the newest first")
                .path("name", null, "The channel's name")
                .answers(ApiVersions.VersionList.class, Kind.NOT_FOUND));
        answer(versions::show, new ApiVerb(rest.get("/{name}/versions/{version}"), "version", "Shows a version's files by their hashes, or one of them with its text")
                .path("name", null, "The channel's name").path("version", null, "The version's hash").query("file", "string", "Only this file, with its text")
                .answers(ApiVersions.VersionFiles.class, Kind.NOT_FOUND));
        answer(versions::diff, new ApiVerb(rest.get("/{name}/versions/{version}/diff/{other}"), "diff",
                "Shows what another version has changed: a unified diff for each file")
                .path("name", null, "The channel's name").path("version", null, "The version's hash").path("other", null, "The other version's hash")
                .answers(ApiVersions.VersionDiff.class, Kind.NOT_FOUND));
        answer(versions::rollback, new ApiVerb(rest.post("/{name}/rollback"), "rollback",
                "Lets a version run again that the channel has run before, on all nodes. What lies in the folder is put aside until it is changed")
                .path("name", null, "The channel's name").body(ApiVersions.Rollback.class, true, "Which version")
                .answers(Api.Channel.class, Kind.BAD_REQUEST, Kind.NOT_FOUND, Kind.CONFLICT));
        answer(versions::move, new ApiVerb(rest.post("/{name}/move"), "move",
                "Gives everything that waits for a retired channel to another one of its platform: the channel has another name now")
                .path("name", null, "The retired channel's name").body(ApiVersions.Move.class, true, "Where to")
                .answers(Ledger.Moved.class, Kind.BAD_REQUEST, Kind.NOT_FOUND, Kind.CONFLICT));
    }

    private void life(RestDefinition rest) {
        answer(life::show, new ApiVerb(rest.get("/{name}"), "channel",
                "Shows a channel with its settings (of secrets only whether they are set) and the conditions under which it goes live, as they were last examined")
                .path("name", null, "The channel's name")
                .answers(ApiLife.Whole.class, Kind.NOT_FOUND));
        answer(life::create, new ApiVerb(rest.post(), "create-channel",
                "Creates a channel from its platform's template, inactive. With activate it goes live if all conditions hold; if not, it is saved all the same, and the answer says why")
                .body(ApiLife.Create.class, true, "Name, platform, settings")
                .answers(ApiLife.Whole.class, Kind.BAD_REQUEST, Kind.CONFLICT));
        answer(life::change, new ApiVerb(rest.put("/{name}"), "change-channel",
                "Changes settings of a channel that the API has made. An inactive one is saved, and activated if that is wanted and all conditions hold; an active one is changed only if all "
                        + "hold, else the answer is 409 and all is as it was")
                .path("name", null, "The channel's name").body(ApiLife.Change.class, true, "The settings to change")
                .answers(ApiLife.Whole.class, Kind.BAD_REQUEST, Kind.NOT_FOUND, Kind.CONFLICT));
        answer(life::activate, new ApiVerb(rest.post("/{name}/activate"), "activate-channel", "Lets an inactive channel that the API has made go live if all conditions hold, else 409")
                .path("name", null, "The channel's name")
                .answers(ApiLife.Whole.class, Kind.NOT_FOUND, Kind.CONFLICT));
        answer(life::deactivate, new ApiVerb(rest.post("/{name}/deactivate"), "deactivate-channel",
                "Takes a channel that the API has made out of service: webhooks get 503, nothing is delivered or asked, what waits stays. Its webhook is removed at the platform")
                .path("name", null, "The channel's name")
                .answers(ApiLife.Whole.class, Kind.NOT_FOUND, Kind.CONFLICT));
        answer(life::delete, new ApiVerb(rest.delete("/{name}"), "delete-channel",
                "Deletes a channel that the API has made, with its settings, and its webhook at the platform. What waits for it stays until it is moved")
                .path("name", null, "The channel's name")
                .answers(ApiLife.Deleted.class, Kind.NOT_FOUND, Kind.CONFLICT));
    }

    private void answer(Function<Asked, Object> made, ApiVerb verb) {
        String name = "api-" + verb.id();
        verb.to("direct:" + name);
        from("direct:" + name).routeId(name).process(exchange -> {
            Object answer = made.apply(new Asked(exchange.getMessage()));
            reply(exchange, 200, "application/json", Json.MAPPER.writeValueAsString(answer));
        });
    }

    private static void problem(Exchange exchange, Kind kind, String detail) {
        reply(exchange, kind.status(), Problem.TYPE,
                new Problem(kind, detail, exchange.getMessage().getHeader(Exchange.HTTP_URI, String.class)).json().toString());
    }

    private static void reply(Exchange exchange, int status, String type, String body) {
        // Nothing of the call goes back with the answer.
        exchange.getMessage().removeHeaders("*", Exchange.HTTP_URI);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
        exchange.getMessage().setBody(body);
    }
}
