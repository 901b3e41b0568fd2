package com.millyweb.hub.workbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.workbench.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Who of the people that share an Open WebUI asks. Anybody with its token could write a name into a
 * plain header, so that only one counts that Open WebUI signed.
 */
@Component
class OpenWebUi {
  private static final String HEADER = "X-OpenWebUI-User-Jwt";
  private static final String ISSUER = "open-webui";

  /** How far its clock may be from the hub's. */
  private static final long LEEWAY_SECONDS = 30;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Secret secret;
  private final Clock clock;

  OpenWebUi(OpenWebUiProperties properties, Clock clock) {
    this.secret = properties.openwebuiJwtSecret();
    this.clock = clock;
  }

  /** The name under which a run knows who asks. */
  String person(HttpServletRequest request, Caller caller) {
    String token = request.getHeader(HEADER);
    if (secret == null || token == null) {
      return caller.name();
    }
    JsonNode claims = claims(secret, token);
    for (String name : new String[] {"email", "name", "sub"}) {
      String value = claims.path(name).asText("").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    throw refused("names nobody");
  }

  private JsonNode claims(Secret secret, String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw refused("is no JWT");
    }
    try {
      Base64.Decoder base64 = Base64.getUrlDecoder();
      byte[] signature = base64.decode(parts[2]);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
      byte[] expected =
          mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!MessageDigest.isEqual(signature, expected)) {
        throw refused("is not signed with hub.access.openwebui-jwt-secret");
      }
      if (!JSON.readTree(base64.decode(parts[0])).path("alg").asText().equals("HS256")) {
        throw refused("must be signed with HS256");
      }
      JsonNode claims = JSON.readTree(base64.decode(parts[1]));
      if (!claims.path("iss").asText().equals(ISSUER)) {
        throw refused("is not of " + ISSUER);
      }
      Instant end = Instant.ofEpochSecond(claims.path("exp").asLong(0) + LEEWAY_SECONDS);
      if (clock.instant().isAfter(end)) {
        throw refused("has expired");
      }
      return claims;
    } catch (IllegalArgumentException | IOException e) {
      throw refused("cannot be read");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is in every JDK", e);
    }
  }

  private static Fault refused(String why) {
    return Fault.of(HttpStatus.UNAUTHORIZED, HEADER + " " + why);
  }
}
