/**
 * Channels going live: what the files and settings of a moment mean for what runs. {@link dev.baton.deploy.Loader} watches, {@link dev.baton.deploy.Deployment} decides,
 * {@code Edit} says what belongs together, {@code Check} judges, {@code Board} swaps, {@code Draining} ends what was replaced, {@link dev.baton.deploy.Kept} remembers;
 * {@link dev.baton.deploy.LiveChannels} is what runs.
 *
 * <p>Here goes what has to do with time: before and after, old and new version. What can be told of files by themselves stands in the packages below, each of which knows only those
 * that are named before it:
 * <ol>
 * <li>{@link dev.baton.deploy.source}: what is read;</li>
 * <li>{@link dev.baton.deploy.lint}: what is wrong with it, told without building anything;</li>
 * <li>{@link dev.baton.deploy.version}: what is built of it and runs;</li>
 * <li>{@link dev.baton.deploy.sample}: what its samples say of it.</li>
 * </ol>
 */
package dev.baton.deploy;
