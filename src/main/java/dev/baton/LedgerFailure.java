package dev.baton;

import java.sql.SQLException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says in words why the ledger's database could not be opened at the start. */
class LedgerFailure extends AbstractFailureAnalyzer<SQLException> {

    /** H2's code for a file that another program holds. */
    private static final int LOCKED = 90020;

    private final Environment settings;

    LedgerFailure(Environment settings) {
        this.settings = settings;
    }

    @Override
    protected FailureAnalysis analyze(Throwable failure, SQLException cause) {
        String data = settings.getProperty("baton.data", "./data");
        String url = settings.getProperty("spring.datasource.url", "");
        if (cause.getErrorCode() == LOCKED) {
            return new FailureAnalysis("The ledger's file in the folder " + data + " is in use by another program, most likely another Baton.",
                    "Stop the other one, or give this one a folder of its own (baton.data). Several Batons share one ledger on PostgreSQL only.", cause);
        }
        if (url.startsWith("jdbc:h2:file:")) {
            return new FailureAnalysis("The ledger's file in the folder " + data + " can't be opened: " + firstLine(cause),
                    "Make the folder writable for the user that runs Baton, or name another (baton.data).", cause);
        }
        // What stands behind the address may be a password.
        return new FailureAnalysis("The ledger's database " + url.split("[?;]")[0] + " can't be used: " + firstLine(cause),
                "Check that it runs and can be reached from here, and spring.datasource.url, spring.datasource.username and spring.datasource.password.", cause);
    }

    private static String firstLine(SQLException cause) {
        return String.valueOf(cause.getMessage()).split("\\R", 2)[0];
    }
}
