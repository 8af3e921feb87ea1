package dev.baton.deploy;

import java.time.Instant;
import java.util.List;

/**
 * Why the newest files or settings of a channel were not taken.
 *
 * @param at       when
 * @param version  of the files that were refused, or null where it is not about a version
 * @param findings a line for each, with file, line and remedy
 * @param own      false where they are held back by another channel's findings only
 */
public record LastRefusal(Instant at, String version, List<String> findings, boolean own) {
}
