package com.millyweb.hub.notify;

/** One of the things that a notice becomes in Slack. */
sealed interface SlackPart permits SlackMessage, SlackFile {}
