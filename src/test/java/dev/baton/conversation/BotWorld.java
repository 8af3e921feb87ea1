package dev.baton.conversation;

import dev.baton.conversation.StatesTest.World;
import dev.baton.event.Author;
import dev.baton.event.Content;
import dev.baton.event.Event;
import dev.baton.event.EventType;
import dev.baton.event.Outcome.Word;
import dev.baton.event.Role;
import dev.baton.event.What;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The conversations of {@link StatesTest} that have a bot: with a desk, or with people of the customer's own platform. */
final class BotWorld {

    private BotWorld() {
    }

    /** All that can happen, by the names that the tables use: {@code people} are those of the customer's platform. */
    static Map<String, Input> inputs(World world) {
        Map<String, Input> all = new LinkedHashMap<>();
        for (String side : world == World.house ? List.of("shop", "people", "bot") : List.of("shop", "desk", "bot", "people")) {
            String channel = side.equals("people") ? "shop" : side;
            for (EventType type : EventType.values()) {
                if (!side.equals("people") || world == World.house || List.of(EventType.MESSAGE, EventType.AGENT_JOINED, EventType.CONVERSATION_CLOSED).contains(type)) {
                    all.put(side + " " + type.text(), new Input.Happened(channel, StatesTest.event(type, thread(channel), side)));
                }
            }
        }
        for (String channel : List.of("shop", "desk", "bot")) {
            all.put(channel + " message (note)", new Input.Happened(channel, event(thread(channel), StatesTest.said(Role.agent, true, null))));
        }
        all.put("bot message (beside)", new Input.Happened("bot", event("B1", beside(false))));
        all.put("bot message (note, beside)", new Input.Happened("bot", event("B1", beside(true))));
        all.put("shop message (system)", new Input.Happened("shop", event("T1", StatesTest.said(Role.system, false, null))));
        all.put("shop message (another thread)", new Input.Happened("shop", StatesTest.event(EventType.MESSAGE, "T9", "shop")));
        all.put("shop conversation.closed (another thread)", new Input.Happened("shop", StatesTest.event(EventType.CONVERSATION_CLOSED, "T9", "shop")));
        for (EventType type : List.of(EventType.MESSAGE, EventType.AGENT_JOINED, EventType.CONVERSATION_CLOSED)) {
            all.put("desk " + type.text() + " (earlier handover)", new Input.Happened("desk", StatesTest.event(type, "C0", "desk")));
        }
        all.put("stranger message", new Input.Happened("stranger", StatesTest.event(EventType.MESSAGE, "S", "desk")));
        for (Word word : StatesTest.SETTLING) {
            all.put("bot told customer's words: " + word, new Input.Settled("bot", EventType.MESSAGE, word, null, StatesTest.said(Role.customer, false, null)));
            all.put("bot told handover.ended: " + word, new Input.Settled("bot", EventType.HANDOVER_ENDED, word, null));
            all.put("asked of the desk: " + word, new Input.Settled(world == World.house ? "shop" : "desk", EventType.HANDOVER_REQUESTED, word, null));
        }
        for (Word word : List.of(Word.done, Word.refused, Word.gone)) {
            all.put("desk told customer's words: " + word, new Input.Settled("desk", EventType.MESSAGE, word, null, StatesTest.said(Role.customer, false, null)));
            all.put("shop told agent's words: " + word, new Input.Settled("shop", EventType.MESSAGE, word, null, StatesTest.said(Role.agent, false, null)));
            all.put("shop told bot's words: " + word, new Input.Settled("shop", EventType.MESSAGE, word, null, StatesTest.said(Role.bot, false, null)));
            all.put("shop told bot's words (beside): " + word, new Input.Settled("shop", EventType.MESSAGE, word, null, beside(false)));
            all.put("desk told bot's words (beside): " + word, new Input.Settled("desk", EventType.MESSAGE, word, null, beside(true)));
            for (EventType type : List.of(EventType.HANDOVER_ENDED, EventType.HANDOVER_FAILED, EventType.TRANSFER_REQUESTED, EventType.CONVERSATION_CLOSED)) {
                all.put("shop told " + type.text() + ": " + word, new Input.Settled("shop", type, word, null));
            }
            all.put("desk told conversation.closed: " + word, new Input.Settled("desk", EventType.CONVERSATION_CLOSED, word, null));
            all.put("bot told conversation.closed: " + word, new Input.Settled("bot", EventType.CONVERSATION_CLOSED, word, null));
        }
        for (String channel : List.of("shop", "desk", "bot")) {
            all.put(channel + "'s message has got: read", new Input.Reached(channel, new What.Receipt("m", What.Reached.read, null)));
        }
        all.put("deadline", new Input.DeadlinePassed());
        return all;
    }

    private static What.Message beside(boolean note) {
        return new What.Message(new Author(Role.bot, null, null), new Content.Text("x", null), note, null, null, true);
    }

    private static String thread(String channel) {
        return channel.equals("shop") ? "T1" : channel.equals("desk") ? "C1" : "B1";
    }

    private static Event event(String thread, What what) {
        return new Event("n", null, thread, null, null, false, false, what);
    }

    static Conversation in(World world, State state) {
        String desk = world == World.house ? "shop" : "desk";
        Conversation c = StateMachine.towards(StateMachine.begin(new UUID(0, 1), "shop", "bot", "shop:ann", StatesTest.NOW, Deadlines.DEFAULT), desk)
                .knowing("bot", "conversation", "B1").knowing("desk", "conversation", "C0");
        List<Input> way = new ArrayList<>();
        way.add(new Input.Begun("shop", event("T1", new What.Message(new Author(Role.customer, "ann", null), new Content.Text("x", null), false))));
        way.add(new Input.Happened("bot", StatesTest.event(EventType.HANDOVER_REQUESTED, "B1", "bot")));
        way.add(new Input.Settled(desk, EventType.HANDOVER_REQUESTED, Word.done, null));
        way.add(new Input.Happened(desk, StatesTest.event(EventType.AGENT_JOINED, desk.equals("shop") ? "T1" : "C1", "desk")));
        way.add(new Input.Happened("shop", StatesTest.event(EventType.TRANSFER_REQUESTED, "T1", "shop")));
        if (state == State.closing || state == State.closed) {
            way = new ArrayList<>(way.subList(0, 1));
            way.add(new Input.Happened("bot", StatesTest.event(EventType.CONVERSATION_CLOSED, "B1", "bot")));
            way.add(new Input.Settled("shop", EventType.CONVERSATION_CLOSED, Word.done, null));
        }
        int steps = switch (state) {
            case bot -> 1;
            case requested, closing -> 2;
            case queued, closed -> 3;
            case active -> 4;
            case transferring -> 5;
        };
        for (Input input : way.subList(0, steps)) {
            c = StatesTest.after(c, input);
        }
        return c;
    }
}
