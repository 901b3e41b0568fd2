package com.millyweb.hub.service.slack;

import com.millyweb.hub.config.Rate;
import com.millyweb.hub.secret.Secret;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Slack.
 *
 * @param webhookUrl of an incoming webhook
 * @param token of a bot with the scope chat:write, and files:write for files; only a bot can edit
 *     what it sent, and answer
 * @param channel id or name of the channel that the bot posts to
 * @param baseUrl of the Web API
 * @param rate of messages to one destination, in the long run
 * @param burst messages to one destination that need not wait
 * @param timeout for an answer
 */
@Validated
@ConfigurationProperties("hub.notify.slack")
record SlackProperties(
    @Nullable Secret webhookUrl,
    @Nullable Secret token,
    @Nullable String channel,
    @DefaultValue("https://slack.com/api") URI baseUrl,
    @DefaultValue("1/s") Rate rate,
    @DefaultValue("3") @Min(1) int burst,
    @DefaultValue("30s") Duration timeout) {}
