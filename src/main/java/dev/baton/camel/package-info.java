/** The Camel component {@code baton:} with its doors, the context that a channel version lives in, and its calls to the platform. */
package dev.baton.camel;
