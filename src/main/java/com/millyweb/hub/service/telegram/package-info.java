/** Telegram, both ways: updates come in by webhook or by asking, notices go out. */
@NullMarked
package com.millyweb.hub.service.telegram;

import org.jspecify.annotations.NullMarked;
