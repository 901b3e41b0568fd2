package com.millyweb.hub.service.slack;

/** One of the things that a notice becomes in Slack. */
public sealed interface SlackPart permits SlackMessage, SlackFile {}
