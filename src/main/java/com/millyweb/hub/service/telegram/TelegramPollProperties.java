package com.millyweb.hub.service.telegram;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param telegramPoll whether Telegram is asked for messages when hub.notify.telegram.token is set
 *     and no source is of kind telegram
 */
@ConfigurationProperties("hub.ingress")
record TelegramPollProperties(@DefaultValue("true") boolean telegramPoll) {}
