package dev.baton.ledger;

/**
 * One try at a delivery, as it is kept for people: no secrets in it.
 *
 * @param status  HTTP status of the last answer, or null
 * @param request the requests as they were sent (method, path, body), or null
 * @param answer  the answers as they came, or null
 */
public record Attempt(Integer status, byte[] request, byte[] answer) {
}
