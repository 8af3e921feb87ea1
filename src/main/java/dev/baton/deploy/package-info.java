/** The channels' files and what becomes of them: read, checked, built, rehearsed, live; and the runner of their samples. */
package dev.baton.deploy;
