package com.millyweb.hub.service.discord;

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
 * @param webhookUrl of a channel's webhook, with {@code ?thread_id=…} for a thread; it has no
 *     buttons
 * @param token of a bot that may see the channel, send messages and embed links there
 * @param channel id of the channel that the bot posts to
 * @param baseUrl of the API
 * @param rate of messages to one destination, in the long run; below that the hub goes by what
 *     Discord says with every answer
 * @param burst messages to one destination that need not wait
 * @param timeout for an answer
 */
@Validated
@ConfigurationProperties("hub.notify.discord")
public record DiscordProperties(
    @Nullable Secret webhookUrl,
    @Nullable Secret token,
    @Nullable String channel,
    @DefaultValue("https://discord.com/api/v10") URI baseUrl,
    @DefaultValue("150/m") Rate rate,
    @DefaultValue("5") @Min(1) int burst,
    @DefaultValue("30s") Duration timeout) {}
