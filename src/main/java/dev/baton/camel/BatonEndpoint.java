package dev.baton.camel;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** One door of the channel. */
final class BatonEndpoint extends DefaultEndpoint {

    private final Door door;
    private final Doors doors;
    private final Map<String, String> parameters;

    BatonEndpoint(String uri, BatonComponent component, Door door, Doors doors, Map<String, String> parameters) {
        super(uri, component);
        this.door = door;
        this.doors = doors;
        this.parameters = parameters;
    }

    @Override
    public Consumer createConsumer(Processor route) {
        if (!door.in()) {
            throw new IllegalArgumentException("no route can begin at baton:" + door.text() + ": it is a place to send to");
        }
        return new DefaultConsumer(this, route) {
            @Override
            protected void doStart() throws Exception {
                super.doStart();
                doors.open(door, this);
            }
        };
    }

    @Override
    public Producer createProducer() {
        if (door.in()) {
            throw new IllegalArgumentException("nothing can be sent to baton:" + door.text() + ": it is where a route begins");
        }
        return new BatonProducer(this, door, doors, scope(parameters.get("scope")));
    }

    /** Compiled here, so that a mistake in it is found when the channel is built. */
    private Expression scope(String written) {
        return written == null ? null : getCamelContext().resolveLanguage("simple").createExpression(written);
    }

    @Override
    public boolean isRemote() {
        return false;
    }
}
