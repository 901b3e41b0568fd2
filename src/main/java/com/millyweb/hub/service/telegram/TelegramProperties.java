package com.millyweb.hub.service.telegram;

import com.millyweb.hub.secret.Secret;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
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
 * @param rate messages a second to a person
 * @param groupRate messages a minute to a group or channel
 * @param timeout for an answer
 */
@Validated
@ConfigurationProperties("hub.notify.telegram")
public record TelegramProperties(
    @Nullable Secret token,
    @Nullable String chat,
    @DefaultValue("https://api.telegram.org") URI baseUrl,
    @DefaultValue("1") @DecimalMin("0.001") double rate,
    @DefaultValue("20") @Min(1) int groupRate,
    @DefaultValue("30s") Duration timeout) {}
