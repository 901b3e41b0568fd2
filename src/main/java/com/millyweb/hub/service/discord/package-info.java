/** Discord, both ways: commands, forms and presses come in, notices go out. */
@NullMarked
package com.millyweb.hub.service.discord;

import org.jspecify.annotations.NullMarked;
