package dev.baton.ledger;

import dev.baton.conversation.Input;
import dev.baton.event.Event;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** One transaction of the writer: many commands, one order of locks, one commit; at its end, what is due is taken. */
final class Turn {

    final Taking taking;
    private final Book book;
    private final Batch batch;
    private final Settling settling;
    private final Map<Command<?>, List<Batch.Arriving>> arrivals = new HashMap<>();

    Turn(Store store, Channels channels, Map<String, Gate> gates, Settings settings, boolean claiming, boolean fetching, long now, Random chance) {
        this.book = new Book(store, now, fetching);
        this.batch = new Batch(book, channels, gates, settings);
        this.settling = new Settling(batch, gates, chance);
        this.taking = new Taking(batch, gates, settings, claiming);
    }

    /** Everything but the commit. */
    void run(List<Command<?>> commands) throws SQLException {
        load(commands);
        for (Command<?> command : commands) {
            apply(command);
        }
        book.writeThreads();
        book.writeReferences();
        book.flush();
        taking.take();
        batch.passing.hand(taking);
        book.writeLanes();
    }

    /** The files that this node has taken, to be fetched once it is committed. */
    Set<UUID> files() {
        return book.filing.taken();
    }

    // ---- reading

    private void load(List<Command<?>> commands) throws SQLException {
        Map<UUID, Ref> wanted = new LinkedHashMap<>();
        Set<UUID> threads = new LinkedHashSet<>();
        Set<UUID> lanes = new LinkedHashSet<>();
        Set<UUID> parks = new LinkedHashSet<>();
        for (Command<?> command : commands) {
            if (command instanceof Command.Accept accept) {
                arrivals.put(command, arrivals(accept));
            } else if (command instanceof Command.Complete complete) {
                arrivals.put(command, arrivals(complete));
                Settling.want(complete, wanted);
                lanes.add(complete.claim.lane());
                parks.add(complete.claim.lane());
                if (settling.concernsConversation(complete)) {
                    threads.add(complete.claim.delivery().context().conversation());
                }
                if (complete.settles) {
                    taking.given(complete.claim);
                }
            } else if (command instanceof Command.Release release) {
                lanes.add(release.claim.lane());
                parks.add(release.claim.lane());
                taking.given(release.claim);
            } else if (command instanceof Command.Passed passed) {
                taking.given(passed.claim);
            } else if (command instanceof Command.Later later) {
                lanes.add(Keys.lane(later.channel, Claim.Work.inbox, later.scope));
            } else if (command instanceof Command.Poll poll) {
                lanes.add(Keys.lane(poll.channel, Claim.Work.poll, poll.channel));
            } else if (command instanceof Command.Deadline deadline) {
                threads.add(deadline.conversation);
            } else if (command instanceof Command.GiveUp giveUp) {
                parks.add(giveUp.key);
            }
        }
        for (List<Batch.Arriving> list : arrivals.values()) {
            for (Batch.Arriving a : list) {
                batch.want(a, wanted);
                batch.wantLanes(a, lanes);
                if (a.home() != null) {
                    threads.add(a.home());
                }
            }
        }
        book.references(wanted);
        book.readParked(parks);
        batch.parking.want(threads);
        threads.addAll(book.leadTo());
        arrivals.values().forEach(list -> list.forEach(a -> batch.wantThreads(a, threads)));
        if (!threads.isEmpty()) {
            book.lockThreads(threads);
            // Somebody may have changed where a key leads to while we waited for the conversation.
            book.readReferencesAgain(wanted);
            book.lockThreads(book.leadTo());
            book.threads.values().forEach(thread -> batch.wantLanes(thread.now, lanes));
        }
        lanes.addAll(taking.candidates());
        book.lockLanes(lanes);
        if (!arrivals.isEmpty()) {
            // The same for what waits for a lane, and for what an answer has taught while we waited for it: the names of our own messages.
            book.readParked(lanes);
            book.readMissing(wanted);
        }
    }

    private static List<Batch.Arriving> arrivals(Command.Accept accept) {
        List<Batch.Arriving> all = new ArrayList<>();
        Arrival arrival = accept.arrival;
        // What is sensitive stands in the webhook too.
        byte[] raw = arrival.events().stream().anyMatch(Event::sensitive) ? null : arrival.raw();
        for (int i = 0; i < accept.brought.size(); i++) {
            all.add(new Batch.Arriving(accept.brought.get(i), arrival.channel(), arrival.version(), i == 0 ? raw : null, arrival.replay(),
                    null));
        }
        return all;
    }

    private List<Batch.Arriving> arrivals(Command.Complete complete) {
        Claim claim = complete.claim;
        return complete.brought.stream().map(event -> new Batch.Arriving(event, claim.channel(), claim.version(), null, false,
                claim.delivery() == null ? null : claim.delivery().context().conversation())).toList();
    }

    // ---- commands

    private void apply(Command<?> command) throws SQLException {
        if (command instanceof Command.Accept accept) {
            int duplicates = 0;
            for (Batch.Arriving a : arrivals.get(command)) {
                duplicates += batch.arrive(a) ? 0 : 1;
            }
            accept.result = new Arrival.Accepted(arrivals.get(command).size() - duplicates, duplicates);
        } else if (command instanceof Command.Complete complete) {
            settling.complete(complete, arrivals.get(command));
        } else if (command instanceof Command.Release release) {
            Lane lane = book.lanes.get(release.claim.lane());
            if (lane != null && lane.owner != null && lane.fence == release.claim.fence()) {
                lane.due(book.now);
                batch.touched.add(lane);
                // What waited for the call in flight would be overtaken otherwise.
                batch.parking.adopt(lane.id);
            }
        } else if (command instanceof Command.Passed passed) {
            settling.passed(passed);
        } else if (command instanceof Command.Later later) {
            later(later);
        } else if (command instanceof Command.Poll poll) {
            Lane lane = book.lane(poll.channel, Claim.Work.poll, poll.channel);
            if (lane.empty()) {
                lane.lastSeq = 1;
                lane.due(book.now);
                batch.touched.add(lane);
            }
        } else if (command instanceof Command.Keep keep) {
            book.letter(keep.id, keep.channel, null, null, null, keep.cause, keep.raw.contentType(), keep.raw.body(), false, keep.version);
            keep.result = keep.id;
        } else if (command instanceof Command.Replay replay) {
            settling.replay(replay);
        } else if (command instanceof Command.Replayed replayed) {
            settling.replayed(replayed.deadLetter);
        } else if (command instanceof Command.Move move) {
            move.result = new Moving(batch, move).move();
        } else if (command instanceof Command.Lanes lanes) {
            row(lanes.channel);
            book.store.update("update channel set per_person = ? where name = ?", lanes.perPerson, lanes.channel);
        } else if (command instanceof Command.Pause pause) {
            pause(pause);
        } else if (command instanceof Command.Deadline deadline) {
            ThreadRow thread = book.threads.get(deadline.conversation);
            Instant at = thread == null ? null : thread.now.deadlineAt();
            if (at != null && at.toEpochMilli() <= book.now) {
                batch.input(thread, new Input.DeadlinePassed());
            } else if (thread != null) {
                thread.lookedInVain = true;
            }
        } else if (command instanceof Command.GiveUp giveUp) {
            batch.parking.giveUp(giveUp.key);
        } else if (command instanceof Command.Fetch fetch) {
            book.filing.take(fetch.files);
        } else if (command instanceof Command.Fetched fetched) {
            book.filing.settle(fetched.file);
        }
    }

    private void later(Command.Later later) throws SQLException {
        Lane lane = book.lane(later.channel, Claim.Work.inbox, later.scope);
        long seq = ++lane.lastSeq;
        book.event(lane.id, seq, later.id, later.channel, "webhook", later.raw.body(), null, later.raw.contentType(), later.version);
        book.delivery(lane, seq, lane.id, seq, 0, "webhook", later.id, 0, false);
        if (lane.dueAt == null && lane.owner == null) {
            lane.dueAt = book.now;
        }
        lane.changed = true;
        batch.touched.add(lane);
    }

    private void pause(Command.Pause pause) throws SQLException {
        String state = pause.why == null ? "running" : "paused";
        String why = Keys.text(pause.why, 500);
        row(pause.channel);
        book.store.update("update channel set state = ?, why = ? where name = ?", state, why, pause.channel);
    }

    private void row(String channel) throws SQLException {
        book.store.update("insert into channel (name, state) values (?, 'running') on conflict do nothing", channel);
    }
}
