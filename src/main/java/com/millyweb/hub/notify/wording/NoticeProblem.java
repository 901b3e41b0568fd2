package com.millyweb.hub.notify.wording;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in a notice file.
 *
 * @param suggestion what was meant
 */
public record NoticeProblem(int line, int column, String message, @Nullable String suggestion) {}
