package dev.baton.console;

import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may log in. */
public record Admin(String user, String password) {

    private static final Logger LOG = LoggerFactory.getLogger(Admin.class);
    private static final int RANDOM_BYTES = 15;

    /** The configured login. Without a user it is {@code admin}; without a password one is made up and told in the log, once. */
    public static Admin of(String user, String password) {
        String name = user == null || user.isBlank() ? "admin" : user.trim();
        if (password != null && !password.isBlank()) {
            return new Admin(name, password);
        }
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        Admin made = new Admin(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        LOG.warn("No password is set. Until the next start, log in as '{}' with the password {} . Set your own: "
                + "baton.admin.password in application.yaml, or BATON_ADMIN_PASSWORD", made.user, made.password);
        return made;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Admin[" + user + "]";
    }
}
