/**
 * A channel's own API for apps: messages and files in, history and a stream of events out, tokens for customers, a web chat. What comes in goes through
 * the channel's webhook door like any platform's webhook; what goes out is read from the ledger. Knows no platform and no route.
 */
package dev.baton.talk;
