package dev.baton.deploy.source;

import dev.baton.camel.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Channels' settings that know where each of them is written. */
public interface Written extends BinaryOperator<String> {

    /** Where a setting is written. */
    record Place(String file, int line) {
    }

    /** The settings of a channel that are written down, with their places; a list stands under its name without brackets. */
    Map<String, Place> written(String channel);

    /**
     * Why a channel's settings can't be used at all; empty where they can.
     *
     * @param names of the settings that the channel may have
     */
    default List<Refusal> wrong(String channel, Collection<String> names) {
        return List.of();
    }
}
