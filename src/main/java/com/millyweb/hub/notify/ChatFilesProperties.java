package com.millyweb.hub.notify;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Files that people send in chats, and that a flow fetches.
 *
 * @param maxSize of a file; it is held in memory. Telegram hands out no more than 20 MB
 * @param timeout for a whole file
 */
@Validated
@ConfigurationProperties("hub.notify.files")
public record ChatFilesProperties(
    @DefaultValue("20MB") DataSize maxSize, @DefaultValue("60s") Duration timeout) {

  private static final long MOST = 512L << 20;

  public ChatFilesProperties {
    if (maxSize.toBytes() < 1 || maxSize.toBytes() > MOST) {
      throw new IllegalArgumentException(
          "hub.notify.files.max-size must be 1B to 512MB, was: " + maxSize);
    }
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "hub.notify.files.timeout must be at least 1s, was: " + timeout);
    }
  }
}
