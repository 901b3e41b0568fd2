package com.millyweb.hub.ingress;

import com.millyweb.hub.config.Durations;
import com.millyweb.hub.config.Rate;
import com.millyweb.hub.ingress.schedule.Cron;
import com.millyweb.hub.secret.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The doors.
 *
 * @param sources who may send, by the last segment of {@code /hooks/{source}}: lower-case letters,
 *     digits and {@code -}
 * @param schedules events that the clock sends, by the last segment of {@code schedule.<name>}
 * @param commitTimeout how long a door waits for the commit before it answers 503; most senders
 *     give up at 10 s
 * @param concurrency how many requests the doors work on at the same time; one more is answered
 *     503. Those whose body is still to come do not count
 * @param bodyMemory what bodies of more than 64 kB may hold in memory together; what does not fit
 *     is answered 503. One source may hold half of it, and always holds 2 MB more of its own
 */
@Validated
@ConfigurationProperties("hub.ingress")
public record IngressProperties(
    @DefaultValue Map<String, @Valid SourceProperties> sources,
    @DefaultValue Map<String, @Valid ScheduleProperties> schedules,
    @DefaultValue("5s") Duration commitTimeout,
    @DefaultValue("512") @Min(1) int concurrency,
    @DefaultValue("96MB") DataSize bodyMemory) {

  static final String PREFIX = "hub.ingress";

  /** Proxies and senders have given up by then. */
  private static final Duration LONGEST_RESPONSE = Duration.ofMinutes(1);

  /** The first segments of the types of the hub's own events. */
  private static final Set<String> RESERVED =
      new TreeSet<>(
          Set.of(
              "agent",
              "chat",
              "docker",
              "event",
              "health",
              "hub",
              "notify",
              "route",
              "schedule",
              "tool"));

  public IngressProperties {
    sources = Map.copyOf(sources);
    schedules = Map.copyOf(schedules);
    sources.forEach(
        (name, source) -> {
          String key = PREFIX + ".sources." + name;
          Names.requirePlain(key, "source", name);
          if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                key + ": no source may be called like what the hub itself sends: " + RESERVED);
          }
          if (source.secret().isEmpty()) {
            throw new IllegalArgumentException(
                key + ".secret must hold at least one secret that is not empty");
          }
          if (source.maxSize() != null && source.maxSize().toBytes() <= 0) {
            throw new IllegalArgumentException(
                key + ".max-size must be more than 0, was: " + source.maxSize());
          }
          Duration patience = source.respondTimeout();
          if (patience.toMillis() < 1 || patience.compareTo(LONGEST_RESPONSE) > 0) {
            throw new IllegalArgumentException(
                "%s.respond-timeout must be more than 0 and at most %s, was: %s"
                    .formatted(key, Durations.text(LONGEST_RESPONSE), Durations.text(patience)));
          }
        });
    schedules
        .keySet()
        .forEach(name -> Names.requirePlain(PREFIX + ".schedules." + name, "schedule", name));
  }

  /**
   * @param verify the kind of door, a file {@code routes/ingress/<kind>.camel.yaml}; by default the
   *     kind with the source's name
   * @param secret what the sender proves to know; several while one is replaced by another
   * @param maxSize the largest body; by default what the kind says: 1 MB, of forges 25 MB
   * @param rate verified requests of the source, such as {@code 100/s} or {@code 600/m}; no limit
   *     by default
   * @param clientRate requests of one address to the source, counted before verification; no limit
   *     by default
   * @param key template of the delivery key, such as <code>{X-Event-Id}</code> or <code>{/data/id}
   *     </code>; by default the header webhook-id or Idempotency-Key
   * @param subject template of the event's subject, such as <code>{/order/id}</code>
   * @param hmac how the sender signs, for kind hmac
   * @param method {@code post}, or {@code any} for devices that can only GET: the query is then the
   *     event's data; for kinds whose file says anyMethod
   * @param tokenInQuery whether {@code ?token=<secret>} proves as well as the header, for kinds
   *     whose file says tokenInQuery; proxies may log it
   * @param catchUp where to ask for what did not arrive, for kinds whose file says catchUp
   * @param respond whether the door answers with what the flow of the event returns
   * @param respondTimeout how long the flow may take, at most 1m; the answer is then 202
   */
  public record SourceProperties(
      @Nullable String verify,
      @DefaultValue List<Secret> secret,
      @Nullable DataSize maxSize,
      @Nullable Rate rate,
      @Nullable Rate clientRate,
      @Nullable Template key,
      @Nullable Template subject,
      @DefaultValue HmacProperties hmac,
      @DefaultValue("post") Method method,
      @DefaultValue("false") boolean tokenInQuery,
      @Nullable CatchUpProperties catchUp,
      @DefaultValue("false") boolean respond,
      @DefaultValue("10s") Duration respondTimeout) {}

  /**
   * @param hook the webhook, {@code repos/<owner>/<repository>/hooks/<id>} or {@code
   *     orgs/<organization>/hooks/<id>}
   * @param token that may read the webhook's deliveries
   * @param baseUrl of the REST API; of an Enterprise Server {@code https://<host>/api/v3}
   * @param interval between two looks, at least 1s
   */
  public record CatchUpProperties(
      String hook,
      Secret token,
      @DefaultValue("https://api.github.com") URI baseUrl,
      @DefaultValue("5m") Duration interval) {

    private static final Pattern HOOK =
        Pattern.compile("(repos/[\\w.-]+/[\\w.-]+|orgs/[\\w.-]+)/hooks/\\d+");

    public CatchUpProperties {
      if (hook == null || !HOOK.matcher(hook).matches()) {
        throw new IllegalArgumentException(
            "catch-up.hook must be repos/<owner>/<repository>/hooks/<id> or orgs/<organization>/hooks/<id>, was: '%s'"
                .formatted(hook));
      }
      if (token == null) {
        throw new IllegalArgumentException("catch-up.token must be set beside catch-up.hook");
      }
      if (baseUrl.getHost() == null || !Set.of("http", "https").contains(baseUrl.getScheme())) {
        throw new IllegalArgumentException(
            "catch-up.base-url must be http(s)://<host>, was: '%s'".formatted(baseUrl));
      }
      if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException(
            "catch-up.interval must be at least 1s, was: " + interval);
      }
    }
  }

  public enum Method {
    POST,
    ANY
  }

  /**
   * @param cron when it fires: 5 fields, or 6 with seconds first; {@code off} or {@code -} for
   *     never
   * @param zone the time zone of the cron line
   * @param missed what becomes of ticks while no hub ran: none of them, the last one, or all fire
   */
  public record ScheduleProperties(
      Cron cron, @DefaultValue("UTC") ZoneId zone, @DefaultValue("once") Missed missed) {

    public ScheduleProperties {
      if (cron == null) {
        throw new IllegalArgumentException("cron must be set: 5 fields, or 'off'");
      }
    }
  }

  public enum Missed {
    SKIP,
    ONCE,
    ALL
  }
}
