package com.millyweb.hub.service.webhook;

import com.millyweb.hub.config.Rate;
import com.millyweb.hub.secret.Secret;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * A webhook of the hub's own, signed by Standard Webhooks.
 *
 * @param url that notices are posted to
 * @param secret {@code whsec_} and the base64 of 24 to 64 bytes, which both sides know
 * @param rate of messages to one URL, in the long run
 * @param burst messages to one URL that need not wait
 * @param timeout for an answer
 */
@Validated
@ConfigurationProperties("hub.notify.webhook")
public record WebhookProperties(
    @Nullable Secret url,
    @Nullable Secret secret,
    @DefaultValue("10/s") Rate rate,
    @DefaultValue("20") @Min(1) int burst,
    @DefaultValue("20s") Duration timeout) {}
