package dev.baton.camel;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The component {@code baton:} of one channel version's context. */
public final class BatonComponent extends DefaultComponent {

    private final Doors doors;

    /** The component that opens these doors. */
    public BatonComponent(Doors doors) {
        this.doors = doors;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        int slash = remaining.indexOf('/');
        Door door = Door.of(slash < 0 ? remaining : remaining.substring(0, slash));
        String channel = slash < 0 ? "" : remaining.substring(slash + 1);
        if (door == null) {
            throw new IllegalArgumentException("baton:" + remaining + " is no door; the doors are " + Door.names());
        }
        if (!channel.equals(doors.channel())) {
            throw new IllegalArgumentException("baton:" + remaining + " is not a door of channel " + doors.channel()
                    + ": write baton:" + door.text() + "/{{channel.name}}");
        }
        Map<String, String> taken = new TreeMap<>();
        parameters.forEach((name, value) -> {
            if (door.takes(name)) {
                taken.put(name, String.valueOf(value));
            }
        });
        parameters.keySet().removeAll(taken.keySet());
        doors.parameters(door, taken);
        return new BatonEndpoint(uri, this, door, doors, taken);
    }
}
