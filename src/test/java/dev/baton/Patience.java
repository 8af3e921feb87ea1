package dev.baton;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.Extension;

/** Every test waits longer for what must come than that takes on a machine that has other things to do: how long something takes is no test's affair. */
public final class Patience implements Extension {

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }
}
