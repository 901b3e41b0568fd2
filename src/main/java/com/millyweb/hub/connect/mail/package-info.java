/** Mail: what of it routes read. */
@NullMarked
package com.millyweb.hub.connect.mail;

import org.jspecify.annotations.NullMarked;
