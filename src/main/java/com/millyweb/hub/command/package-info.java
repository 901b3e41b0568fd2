/** The command line, one class a command. Only {@code serve} starts a hub. */
@NullMarked
package com.millyweb.hub.command;

import org.jspecify.annotations.NullMarked;
