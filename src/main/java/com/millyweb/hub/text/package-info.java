/** Markdown and what becomes of it: dialects, tables, and cutting long texts. */
@NullMarked
package com.millyweb.hub.text;

import org.jspecify.annotations.NullMarked;
