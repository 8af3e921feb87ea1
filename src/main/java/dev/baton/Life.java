package dev.baton;

import dev.baton.camel.Dispatcher;
import dev.baton.deploy.Deployment;
import dev.baton.deploy.Loader;
import dev.baton.event.Delivery;
import dev.baton.ledger.Claim;
import dev.baton.ledger.Ledger;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The order of starting and stopping. Channels are built before work is claimed, and both before the web server opens; from then on their files are watched. At the end the web server
 * has answered its last webhook when this stops: no more is claimed, what is on its way to a platform finishes, the rest goes back to its lane,
 * and only then do the channels and the ledger stop.
 */
final class Life implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Life.class);

    private final Ledger ledger;
    private final Deployment deployment;
    private final Loader loader;
    private final Dispatcher dispatcher;
    private final Consumer<Delivery> passing;
    private final Duration drain;
    private volatile boolean running;

    /** {@code passing} hears what channels are told in passing; it must only hand it on. */
    Life(Ledger ledger, Deployment deployment, Loader loader, Dispatcher dispatcher, Consumer<Delivery> passing, Duration drain) {
        this.ledger = ledger;
        this.deployment = deployment;
        this.loader = loader;
        this.dispatcher = dispatcher;
        this.passing = passing;
        this.drain = drain;
    }

    @Override
    public void start() {
        deployment.start();
        ledger.start(claim -> {
            if (claim.work() == Claim.Work.pass) {
                passing.accept(claim.delivery());
            }
            dispatcher.accept(claim);
        });
        loader.start();
        running = true;
    }

    @Override
    public void stop() {
        loader.stop();
        ledger.stopClaiming();
        if (!dispatcher.drain(drain)) {
            LOG.warn("Some deliveries had no answer after {} s; whether the platform has them is looked into at the next start", drain.toSeconds());
        }
        deployment.stop(drain);
        ledger.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server at the start, after it at the end. */
    @Override
    public int getPhase() {
        return 0;
    }
}
