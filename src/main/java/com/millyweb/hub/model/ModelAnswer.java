package com.millyweb.hub.model;

import org.jspecify.annotations.Nullable;

/**
 * What a model said.
 *
 * @param tokensIn what the question counted; null when the server does not say
 * @param cut whether it ended because there was no more room, and not because all was said
 */
public record ModelAnswer(
    String text, @Nullable Long tokensIn, @Nullable Long tokensOut, boolean cut) {}
