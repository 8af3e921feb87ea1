/** The front door for platforms' webhooks: the closed set of ways to prove a sender, limits, and answers that say what to do. Knows no platform. */
package dev.baton.webhook;
