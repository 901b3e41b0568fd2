package com.millyweb.hub.event.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next where the next part begins; null when there is none. A part may have fewer items than
 *     asked for, even none, and still a next one
 */
public record Page<T>(List<T> items, @Nullable Cursor next) {}
