/**
 * The files that events name: fetching them soon, within limits of size, type, time and address; keeping them in a folder; signing and serving the
 * links under which people and platforms get them. Which files there are, and how it stands with each, the ledger knows. Knows no platform, no Camel,
 * and no channel but by what it is told of one.
 */
package dev.baton.media;
