package com.millyweb.hub.ingress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A request as the senders of a kind make it, and the events that it becomes; it lies beside the
 * test of the kinds as a YAML file.
 *
 * <p>A header may hold <code>{now}</code>, <code>{body}</code> and one signature at its end: <code>
 * {hmac:…}</code> in hex, <code>{hmac64:…}</code> in base64 with a secret {@code whsec_…}, <code>
 * {ed25519:…}</code>.
 *
 * @param signs the private key, where the secret is a public one
 * @param events the rows of the events; what is not in them may be anything
 */
public record KindSample(
    String kind,
    String secret,
    @Nullable String signs,
    Map<String, String> headers,
    String body,
    List<Map<String, Object>> events) {
  private static final Pattern SIGNATURE = Pattern.compile("\\{(hmac|hmac64|ed25519):(.*)}");

  public static List<KindSample> all(Path folder) {
    try (var files = Files.list(folder)) {
      return files.sorted().map(KindSample::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  public static KindSample read(Path file) {
    try {
      var sample =
          (Map<String, Object>)
              new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      String body = (String) sample.get("body");
      return new KindSample(
          file.getFileName().toString().replace(".yaml", ""),
          (String) sample.get("secret"),
          (String) sample.get("signs"),
          (Map<String, String>) sample.get("headers"),
          body.endsWith(".json") ? Files.readString(file.resolveSibling("../" + body)) : body,
          (List<Map<String, Object>>) sample.get("events"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names and values of the headers, of a request that is sent now. */
  public String[] signed() {
    List<String> all = new ArrayList<>();
    headers.forEach((name, value) -> all.addAll(List.of(name, filled(value))));
    return all.toArray(String[]::new);
  }

  private String filled(String value) {
    String now = String.valueOf(Instant.now().getEpochSecond());
    String text = value.replace("{now}", now);
    Matcher signature = SIGNATURE.matcher(text);
    return signature.find()
        ? text.substring(0, signature.start())
            + signature(signature.group(1), signature.group(2).replace("{body}", body))
        : text;
  }

  private String signature(String scheme, String text) {
    try {
      return switch (scheme) {
        case "hmac" ->
            HexFormat.of().formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), text));
        case "hmac64" ->
            Base64.getEncoder()
                .encodeToString(
                    hmac(Base64.getDecoder().decode(secret.replace("whsec_", "")), text));
        default -> ed25519(text);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Nothing is signed", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private String ed25519(String text) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of().parseHex(signs))));
    signer.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(signer.sign());
  }

  @Override
  public String toString() {
    return kind;
  }
}
