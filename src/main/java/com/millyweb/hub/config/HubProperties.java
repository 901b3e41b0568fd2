package com.millyweb.hub.config;

import com.millyweb.hub.secret.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What no single noun owns.
 *
 * @param home embedded data, keys and tokens
 * @param routes the folder of routes that is watched; it lies on top of the packaged routes, file
 *     by file
 * @param port the public port
 * @param bind the address of the public port
 * @param managementPort metrics and health detail
 * @param adminToken bearer token of the administrator, at least 16 characters; generated into
 *     {@code home/admin.token} when absent
 * @param db an external Postgres 15 or newer; the embedded one runs when its url is absent
 * @param egress where flows may send to besides public addresses
 */
@Validated
@ConfigurationProperties("hub")
public record HubProperties(
    @DefaultValue(".hub") Path home,
    @DefaultValue("routes") Path routes,
    @DefaultValue("8080") @Min(0) @Max(65535) int port,
    @DefaultValue("127.0.0.1") InetAddress bind,
    @DefaultValue("9080") @Min(0) @Max(65535) int managementPort,
    @Nullable Secret adminToken,
    @DefaultValue @Valid Db db,
    @DefaultValue @Valid Egress egress) {
  private static final int MIN_ADMIN_TOKEN = 16;

  public HubProperties {
    if (adminToken != null && adminToken.reveal().length() < MIN_ADMIN_TOKEN) {
      throw new IllegalArgumentException(
          "hub.admin-token must have at least %d characters, had %d"
              .formatted(MIN_ADMIN_TOKEN, adminToken.reveal().length()));
    }
  }

  /**
   * @param url {@code jdbc:postgresql://…}, or {@code postgres://…} also with user and password
   * @param slow how long a transaction may be open before the health of its database is degraded,
   *     here and in the databases of {@code hub.connect}
   */
  public record Db(
      @Nullable String url,
      @Nullable String user,
      @Nullable Secret password,
      @DefaultValue("5m") Duration slow) {
    private static final Duration SHORTEST_SLOW = Duration.ofSeconds(1);

    public Db {
      if (slow.compareTo(SHORTEST_SLOW) < 0) {
        throw new IllegalArgumentException(
            "hub.db.slow must be at least %s, was: %s".formatted(SHORTEST_SLOW, slow));
      }
    }
  }

  /**
   * @param allow private targets that flows may call: {@code host}, {@code host:port}, or a CIDR
   *     block such as {@code 192.168.1.0/24}
   * @param maxAnswer the longest answer that a flow's HTTP call reads into memory; a longer one is
   *     a failed attempt; at most 256MB
   */
  public record Egress(@DefaultValue List<String> allow, @DefaultValue("10MB") DataSize maxAnswer) {
    private static final DataSize MOST = DataSize.ofMegabytes(256);

    public Egress {
      if (maxAnswer.toBytes() <= 0 || maxAnswer.compareTo(MOST) > 0) {
        throw new IllegalArgumentException(
            "hub.egress.max-answer must be more than 0 and at most 256MB, was: " + maxAnswer);
      }
    }

    public int maxAnswerBytes() {
      return (int) maxAnswer.toBytes();
    }
  }
}
