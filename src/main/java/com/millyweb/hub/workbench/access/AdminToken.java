package com.millyweb.hub.workbench.access;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.home.PrivateFiles;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.text.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.springframework.stereotype.Component;

/** The administrator's token: configured, or made at the first start and kept in the home. */
@Component
public final class AdminToken {
  public static final String FILE = "admin.token";

  private final String token;
  private final byte[] hash;
  private final boolean generated;

  AdminToken(HubProperties properties) {
    Secret configured = properties.adminToken();
    generated = configured == null;
    token = configured == null ? fromHome(properties.home()) : configured.reveal();
    hash = Digest.sha256(token);
    Redaction.instance().learn(new Secret(token));
  }

  /** Equal hashes, compared in constant time: how long it takes says nothing about the token. */
  boolean hasHash(byte[] other) {
    return MessageDigest.isEqual(hash, other);
  }

  /** Whether the hub made it; a configured one is the operator's to know and is never printed. */
  public boolean isGenerated() {
    return generated;
  }

  public String reveal() {
    return token;
  }

  /** An empty file is one that a power cut left before the token was in it: it let nobody in. */
  private static String fromHome(Path home) {
    Path file = home.resolve(FILE);
    try {
      String kept = Files.exists(file) ? Files.readString(file).strip() : "";
      if (!kept.isEmpty()) {
        return kept;
      }
      Files.createDirectories(home);
      String token = Tokens.PREFIX + RandomSecret.next();
      PrivateFiles.write(file, token + "\n");
      return token;
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "The administrator's token cannot be kept in %s (%s): make the folder writable for the user '%s', or set HUB_ADMIN_TOKEN"
              .formatted(file, e.getMessage(), System.getProperty("user.name")),
          e);
    }
  }
}
