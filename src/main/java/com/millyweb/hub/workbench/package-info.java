/**
 * The web pages and the API beneath them: whom they let in, what they show, and the verbs of
 * whoever looks after the hub. Everything may be seen from here; nothing depends on it.
 */
@NullMarked
package com.millyweb.hub.workbench;

import org.jspecify.annotations.NullMarked;
