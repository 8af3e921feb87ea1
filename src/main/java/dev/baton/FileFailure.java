package dev.baton;

import java.io.UncheckedIOException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words which folder, file or port was not to be had at the start. */
class FileFailure extends AbstractFailureAnalyzer<UncheckedIOException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, UncheckedIOException cause) {
        return new FailureAnalysis(cause.getMessage() + (cause.getMessage().endsWith(".") ? "" : "."),
                "Start Baton in the folder that has routes/ and application.yaml, or name them: baton.routes, spring.config.location. "
                + "Files must be readable for the user that runs Baton.", cause);
    }
}
