/**
 * From a notice to messages: pace, parts, edits, what follows from refusals, and targets that are
 * left alone.
 */
@NullMarked
package com.millyweb.hub.notify.sending;

import org.jspecify.annotations.NullMarked;
