/**
 * Turns documents of strangers into text, in processes that may die of them; the text goes to
 * knowledge.
 */
@NullMarked
package com.millyweb.hub.knowledge.parse;

import org.jspecify.annotations.NullMarked;
