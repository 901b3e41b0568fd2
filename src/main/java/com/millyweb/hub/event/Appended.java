package com.millyweb.hub.event;

import java.util.UUID;

/**
 * What became of an append: committed, or known already.
 *
 * @param id the id of the event; of the first one for a duplicate
 * @param duplicate whether the source had sent that key before
 */
public record Appended(UUID id, boolean duplicate) {}
