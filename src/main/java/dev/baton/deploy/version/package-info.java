/**
 * A channel that is built and started: {@link dev.baton.deploy.version.Build} makes a {@link dev.baton.deploy.version.Version} of files and settings that lint finds sound, the same way
 * for real and for a rehearsal.
 *
 * <p>Here goes what a version carries with it all its life. Only this package makes Camel contexts. Which version runs, and since when, is not its affair.
 */
package dev.baton.deploy.version;
