package dev.baton.deploy;

import java.time.Duration;

/**
 * How the loader goes about its work.
 *
 * @param quiet         so long nothing may change before the routes folder is read
 * @param missing       so long a file must be gone before it counts as deleted
 * @param rehearseFirst whether a channel's samples are run before its very first version goes live at a start
 * @param drain         how long a version that was replaced may be in use: longer than any call
 */
public record Rules(Duration quiet, Duration missing, boolean rehearseFirst, Duration drain) {
}
