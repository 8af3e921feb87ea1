/**
 * The channels' files and what becomes of them: read, checked, built, rehearsed, live; and the runner of their samples. Four groups of classes:
 * <ul>
 * <li>what is read: {@link dev.baton.deploy.RoutesFolder} (a folder at one moment), {@code ChannelFiles}, {@link dev.baton.deploy.PlatformSheet}, {@link dev.baton.deploy.ChannelSettings};</li>
 * <li>lint: {@code Lint} and a class of rules for each subject ({@code RouteRules}, {@code StepRules}, {@code UriRules}, {@code MappingRules} ...);</li>
 * <li>samples: {@code Sample}, {@code SampleRun}, {@code Rehearsal}, {@code Expected}, {@code Untested}, behind {@link dev.baton.deploy.Samples} and {@link dev.baton.deploy.Trial};</li>
 * <li>going live: {@link dev.baton.deploy.Loader} watches, {@link dev.baton.deploy.Deployment} decides, {@code Check} (lint, {@code Build}, samples) judges, {@code Board} swaps,
 * {@code Draining} ends; {@link dev.baton.deploy.LiveChannels} is what runs.</li>
 * </ul>
 */
package dev.baton.deploy;
