/**
 * What samples say of a channel: {@code Sample} is read, {@code SampleRun} plays it through a real version whose ledger and network are a {@code Rehearsal}, {@code Expected} holds what
 * came against what was to come, {@code Untested} says what no sample has reached. Behind {@link dev.baton.deploy.sample.Samples} and {@link dev.baton.deploy.sample.Trial}, which are
 * also the commands {@code lint}, {@code test} and {@code try}.
 *
 * <p>Here goes what plays, compares, records or counts samples. Nothing here touches the real ledger, the network, or what is live.
 */
package dev.baton.deploy.sample;
