package dev.baton.deploy.lint;

import dev.baton.deploy.source.ChannelFiles;
import dev.baton.deploy.source.ChannelSettings;
import dev.baton.deploy.source.YamlTree;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Secrets come from the environment or a file, never from the routes folder: neither those that are configured, nor what looks like one. */
final class SecretRules {

    private static final String REMEDY = "take it out: secrets are settings (secret: true in the platform sheet), and the core attaches them to calls";
    private static final Pattern HEADER = Pattern.compile("(?i)authorization|.*(api-?key|token|secret|password).*");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic|key)\\s+(?=[A-Za-z._~+/-]*[0-9=])[A-Za-z0-9._~+/=-]{12,}");
    /** In an address: long, and of letters and digits both. */
    private static final Pattern TOKEN = Pattern.compile("(?<=[/=:@?&])(?=[A-Za-z_.-]*\\d)(?=[\\d_.-]*[A-Za-z])[A-Za-z0-9_-]{24,}");

    private final ChannelFiles version;
    private final ChannelSettings settings;
    private final Findings findings;

    SecretRules(ChannelFiles version, ChannelSettings settings, Findings findings) {
        this.version = version;
        this.settings = settings;
        this.findings = findings;
    }

    /** A whole file: the values that are configured. Examples in the sheet are no secrets, and a password that is a mere word stands there by chance. */
    void file(String text) {
        version.sheet().settings().forEach((name, about) -> {
            String value = about.secret() ? settings.value(name) : null;
            boolean example = findings.file().equals(version.sheet().file()) && value != null && (value.equals(about.example()) || value.matches("[a-z-]+"));
            if (value != null && value.length() >= 6 && !example && text.contains(value)) {
                findings.find(YamlTree.line(text, text.indexOf(value)), "the value of the secret " + name + " stands in the file", REMEDY);
            }
        });
    }

    /** Code of a mapping. */
    void mapping(String text) {
        Matcher scheme = SCHEME.matcher(text);
        while (scheme.find()) {
            findings.find(YamlTree.line(text, scheme.start()), "what follows '" + scheme.group(1) + "' looks like a secret", REMEDY);
        }
    }

    /** Any value in a route. */
    void value(Node node, String text) {
        if (SCHEME.matcher(text).find()) {
            findings.find(node, "this looks like a secret", REMEDY);
        }
    }

    /** An address. */
    void uri(Node node, String uri) {
        if (TOKEN.matcher(uri).find()) {
            findings.find(node, "this address seems to hold a secret", REMEDY);
        }
    }

    /** A header whose value is written out. */
    void header(Node setHeader) {
        String name = YamlTree.text(YamlTree.get(setHeader, "name"));
        Node constant = YamlTree.get(YamlTree.get(setHeader, "expression"), "constant");
        if (name != null && constant != null && HEADER.matcher(name).matches()) {
            findings.find(constant, "the header " + name + " has its value in the file", REMEDY);
        }
    }
}
