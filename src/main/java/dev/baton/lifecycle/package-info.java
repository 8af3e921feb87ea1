/**
 * The channels that the API makes: their files, their secrets, the conditions under which they go live, and the steps from one state to the next. Knows no platform and
 * no page. To be read in this order:
 * <ul>
 * <li>{@link dev.baton.lifecycle.LifeCycle}: the steps, as the API asks for them; {@code Turns}: one at a time;</li>
 * <li>{@code Service}: into service and out of it: {@code Activation}, one try, with its {@link dev.baton.lifecycle.Conditions}; {@code Registration}, a webhook at its platform;
 * {@code Examined}, what is remembered of both;</li>
 * <li>{@code Edits}: what is written, and taken by the loader: {@code Wanted}, what a call wants; {@code ManagedFolder} with the files, {@code ManagedFile} what stands in
 * one, {@link dev.baton.lifecycle.ManagedSettings} what the loader sees of them; {@code SecretKeys} for the secrets.</li>
 * </ul>
 */
package dev.baton.lifecycle;
