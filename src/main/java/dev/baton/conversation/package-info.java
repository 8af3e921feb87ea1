/** The state machine of a conversation: pure; no storage, no clock of its own, no Camel, no Spring. */
package dev.baton.conversation;
