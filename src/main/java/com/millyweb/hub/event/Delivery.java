package com.millyweb.hub.event;

import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one subscription, claimed by this hub.
 *
 * @param id stays the same over all attempts
 * @param token of the claim; a statement with another token changes nothing
 * @param lane what it is kept in order with; null without order
 * @param claims how often it was claimed, this time included
 * @param failures how many attempts failed before this one
 */
public record Delivery(
    long id,
    long token,
    int subscription,
    @Nullable String lane,
    int claims,
    int failures,
    Event event) {}
