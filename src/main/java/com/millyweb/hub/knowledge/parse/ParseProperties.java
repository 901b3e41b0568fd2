package com.millyweb.hub.knowledge.parse;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What a document may cost.
 *
 * @param largest document that is read, 1KB to 2GB
 * @param text how many characters are taken of a document; the rest is left out
 * @param unpacked what the parts of an archive, a mail or a document may have in all, once they are
 *     unpacked; 1MB to 20GB
 * @param depth how deep documents may lie in documents
 * @param timeout after which a document is given up, 1s to 1h
 * @param heap of the process that reads documents, 64MB to 8GB
 * @param processes how many documents are read at once, each in a process of its own
 * @param idle after which a process without work ends, 1s to 1d
 */
@Validated
@ConfigurationProperties("hub.knowledge.parse")
record ParseProperties(
    @DefaultValue("100MB") DataSize largest,
    @DefaultValue("5000000") @Min(1000) @Max(50_000_000) int text,
    @DefaultValue("500MB") DataSize unpacked,
    @DefaultValue("5") @Min(1) @Max(50) int depth,
    @DefaultValue("60s") Duration timeout,
    @DefaultValue("256MB") DataSize heap,
    @DefaultValue("1") @Min(1) @Max(16) int processes,
    @DefaultValue("5m") Duration idle) {

  ParseProperties {
    require("largest", largest, "1KB", "2GB");
    require("unpacked", unpacked, "1MB", "20GB");
    require("heap", heap, "64MB", "8GB");
    require("timeout", timeout, "1s", "1h");
    require("idle", idle, "1s", "1d");
  }

  private static void require(String key, DataSize value, String least, String most) {
    if (value.compareTo(DataSize.parse(least)) < 0 || value.compareTo(DataSize.parse(most)) > 0) {
      throw wrong(key, least, most, value.toBytes() + " bytes");
    }
  }

  private static void require(String key, Duration value, String least, String most) {
    if (value.compareTo(DurationStyle.SIMPLE.parse(least)) < 0
        || value.compareTo(DurationStyle.SIMPLE.parse(most)) > 0) {
      throw wrong(key, least, most, DurationStyle.SIMPLE.print(value));
    }
  }

  private static IllegalArgumentException wrong(
      String key, String least, String most, String value) {
    return new IllegalArgumentException(
        "hub.knowledge.parse.%s must be %s to %s, was: %s".formatted(key, least, most, value));
  }
}
