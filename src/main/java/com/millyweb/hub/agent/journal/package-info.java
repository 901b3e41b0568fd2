/** What runs did: their rows, and what many of them have in common. */
@NullMarked
package com.millyweb.hub.agent.journal;

import org.jspecify.annotations.NullMarked;
