/**
 * What a channel is made from: the routes folder as it was at one moment ({@link dev.baton.deploy.source.RoutesFolder}), the files of one channel
 * ({@link dev.baton.deploy.source.ChannelFiles}), its platform's sheet, and its settings from wherever they come.
 *
 * <p>Here goes what reads and says what stands there, and refuses what can't be read. Whether it makes a sound channel is {@code lint}'s to say.
 */
package dev.baton.deploy.source;
