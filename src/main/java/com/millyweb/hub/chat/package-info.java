/**
 * The vocabulary that both ways of a chat share: who speaks, what was said, which button was
 * pressed. Services write it, flows and notices read it.
 */
@NullMarked
package com.millyweb.hub.chat;

import org.jspecify.annotations.NullMarked;
