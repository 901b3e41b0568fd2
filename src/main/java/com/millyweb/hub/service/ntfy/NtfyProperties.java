package com.millyweb.hub.service.ntfy;

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
 * ntfy. The limits are <a href="https://docs.ntfy.sh/publish/#limitations">those of ntfy.sh</a>.
 *
 * @param url of the server
 * @param topic unless a target's address says another; who knows it can read it
 * @param token of a user, {@code tk_…}; none for an open topic
 * @param rate of messages, in the long run, to all topics together
 * @param burst messages that need not wait
 * @param timeout for an answer
 */
@Validated
@ConfigurationProperties("hub.notify.ntfy")
public record NtfyProperties(
    @DefaultValue("https://ntfy.sh") URI url,
    @Nullable Secret topic,
    @Nullable Secret token,
    @DefaultValue("12/m") Rate rate,
    @DefaultValue("60") @Min(1) int burst,
    @DefaultValue("30s") Duration timeout) {}
