package com.millyweb.hub.service.telegram;

import com.millyweb.hub.config.Rate;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Telegram, by a bot. Its limits are <a
 * href="https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this">about 1
 * message a second to a chat, 20 a minute to a group, 30 a second in all</a>.
 *
 * @param token of the bot, as BotFather wrote it
 * @param chat number of the chat that notices go to, {@code <chat>/<topic>} for a forum's topic, or
 *     {@code @name} of a public channel
 * @param baseUrl of the Bot API
 * @param rate of messages to a person
 * @param groupRate of messages to a group or channel
 * @param timeout for an answer
 */
@Validated
@ConfigurationProperties("hub.notify.telegram")
public record TelegramProperties(
    @Nullable Secret token,
    @Nullable String chat,
    @DefaultValue("https://api.telegram.org") URI baseUrl,
    @DefaultValue("1/s") Rate rate,
    @DefaultValue("20/m") Rate groupRate,
    @DefaultValue("30s") Duration timeout) {}
