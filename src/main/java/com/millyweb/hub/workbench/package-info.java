/**
 * The web pages and the API beneath them: whom they let in, what they show, and the verbs of
 * whoever looks after the hub. Everything may be seen from here; nothing depends on it.
 *
 * <p>{@code access} lets callers in, {@code api} answers them, {@code document} describes the API,
 * {@code page} holds the pages. Here stands what joins them: the wiring and the words at the start.
 */
@NullMarked
package com.millyweb.hub.workbench;

import org.jspecify.annotations.NullMarked;
