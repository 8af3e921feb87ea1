/**
 * What is wrong with a channel's files and settings, told by reading alone: {@link dev.baton.deploy.lint.Lint} for one channel, with a class of rules for each subject;
 * {@link dev.baton.deploy.lint.Unused}, {@link dev.baton.deploy.lint.Fallbacks} and {@link dev.baton.deploy.lint.Bots} for what only all channels together show.
 *
 * <p>Here goes a rule that needs nothing to be built or started. A finding has its file, its line and a remedy.
 */
package dev.baton.deploy.lint;
