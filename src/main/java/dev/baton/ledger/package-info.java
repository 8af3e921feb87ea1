/** Storage and its one writer: accept, lanes, claim, outcome, references, dead letters, replay, retention. SQL text stands only here. */
package dev.baton.ledger;
