package com.millyweb.hub.notify;

import com.millyweb.hub.notify.sending.OnAmbiguous;
import com.millyweb.hub.secret.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whom the hub tells, and how. Each medium has properties of its own beside these.
 *
 * @param channels targets by the channel's name; {@code ops} is every medium that has a secret, and
 *     the inbox, unless it is set here
 * @param actionsExpire how long a button can be pressed
 * @param keep how long notices stay in the inbox and in the book of what was sent
 */
@Validated
@ConfigurationProperties("hub.notify")
public record NotifyProperties(
    @DefaultValue Map<String, List<@Valid TargetProperties>> channels,
    @DefaultValue("90d") Duration keep,
    @DefaultValue("24h") Duration actionsExpire) {

  /**
   * @param medium {@code inbox}, {@code slack} and the other files of {@code routes/notify}
   * @param address where in the medium: a Slack channel; for a webhook a name that tells it from
   *     others
   * @param webhookUrl posts there instead of through the medium's own login
   * @param token of the medium's login, where it differs from the medium's own
   * @param ambiguous what follows when a message went out and no answer came, in a medium that
   *     knows no idempotency: it is sent again and may be there twice, or it becomes a dead letter
   *     for a person to decide
   */
  public record TargetProperties(
      @NotBlank String medium,
      @Nullable String address,
      @Nullable Secret webhookUrl,
      @Nullable Secret token,
      @DefaultValue("retry") OnAmbiguous ambiguous) {}
}
