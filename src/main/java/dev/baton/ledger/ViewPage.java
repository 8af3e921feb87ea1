package dev.baton.ledger;

import java.util.List;

/**
 * A page of a list.
 *
 * @param items newest first
 * @param next  what to give as {@code before} for the next page; null on the last
 */
public record ViewPage<T>(List<T> items, String next) {
}
