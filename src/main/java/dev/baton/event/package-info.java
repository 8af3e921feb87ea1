/** The vocabulary that crosses the gateway: events, deliveries, outcomes, and their JSON. Knows nothing of the rest of Baton. */
package dev.baton.event;
