package com.millyweb.hub.workbench;

import com.millyweb.hub.HubProperties;
import com.millyweb.hub.Redaction;
import com.millyweb.hub.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import org.springframework.stereotype.Component;

/** The administrator's token: configured, or made at the first start and kept in the home. */
@Component
final class AdminToken {
  static final String FILE = "admin.token";

  private final String token;
  private final byte[] hash;
  private final boolean generated;

  AdminToken(HubProperties properties) {
    Secret configured = properties.adminToken();
    generated = configured == null;
    token = configured == null ? fromHome(properties.home()) : configured.reveal();
    hash = Sha256.of(token);
    Redaction.instance().learn(new Secret(token));
  }

  /** Equal hashes, compared in constant time: how long it takes says nothing about the token. */
  boolean hasHash(byte[] other) {
    return MessageDigest.isEqual(hash, other);
  }

  /** Whether the hub made it; a configured one is the operator's to know and is never printed. */
  boolean isGenerated() {
    return generated;
  }

  String reveal() {
    return token;
  }

  private static String fromHome(Path home) {
    Path file = home.resolve(FILE);
    try {
      if (Files.exists(file)) {
        String token = Files.readString(file).strip();
        if (token.isEmpty()) {
          throw new IllegalStateException(
              "%s must hold the administrator's token, but is empty: delete it to have a new one made"
                  .formatted(file));
        }
        return token;
      }
      Files.createDirectories(home);
      String token = Tokens.PREFIX + Sha256.randomText();
      Path fresh = file.resolveSibling(FILE + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, token + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      return token;
    } catch (IOException e) {
      throw new IllegalStateException(
          "The administrator's token could not be kept in %s: %s".formatted(file, e.getMessage()),
          e);
    }
  }
}
