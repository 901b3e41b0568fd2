/**
 * The vocabulary that both ways of a chat share: who speaks, what was said, which button was
 * pressed, what was decided. Doors write these records as the data of {@code chat.*} events, flows
 * and notices read the same ones.
 */
@NullMarked
package com.millyweb.hub.chat;

import org.jspecify.annotations.NullMarked;
