/**
 * {@code to: query:<database>}: one statement that reads, with its values apart from it, within
 * bounds of time, rows and bytes.
 */
@NullMarked
package com.millyweb.hub.connect.query;

import org.jspecify.annotations.NullMarked;
