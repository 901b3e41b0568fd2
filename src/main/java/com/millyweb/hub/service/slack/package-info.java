/** Slack, both ways: events, commands and presses come in, notices go out. */
@NullMarked
package com.millyweb.hub.service.slack;

import org.jspecify.annotations.NullMarked;
