package com.millyweb.hub.service.gotify;

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
 * Gotify.
 *
 * @param url of the server
 * @param token of an application, {@code A…}
 * @param rate of messages, in the long run; the server has no limit of its own
 * @param burst messages that need not wait
 * @param timeout for an answer
 */
@Validated
@ConfigurationProperties("hub.notify.gotify")
public record GotifyProperties(
    @Nullable URI url,
    @Nullable Secret token,
    @DefaultValue("5/s") Rate rate,
    @DefaultValue("30") @Min(1) int burst,
    @DefaultValue("30s") Duration timeout) {}
