package com.millyweb.hub.ingress.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.ingress.Refused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksSignatureTest {
  private static final long NOW = 1_700_000_000;
  private static final String BODY = "{\"type\":\"a.b\"}";
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

  private final StandardWebhooksSignature scheme = new StandardWebhooksSignature(Sender.at(NOW));

  @Test
  void stamp_is_accepted_up_to_300_seconds_in_both_directions() throws Exception {
    for (long age : new long[] {0, 300, -300}) {
      accept(signed("msg_1", NOW - age));
    }
    for (long age : new long[] {301, -301}) {
      refuse(signed("msg_1", NOW - age));
    }
  }

  @Test
  void one_valid_signature_of_several_is_enough() throws Exception {
    var headers = signed("msg_1", NOW);
    headers.compute("webhook-signature", (name, valid) -> "v1a,x v2,y v1,bm8= " + valid);
    accept(headers);
  }

  @Test
  void any_secret_of_a_rotation_is_enough() throws Exception {
    String old = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);
    scheme.verify(Sender.knowing(old, SECRET).sends(BODY, signed("msg_1", NOW)));
  }

  @Test
  void id_with_a_dot_is_refused_though_its_signature_is_valid() throws Exception {
    refuse(signed("msg.1", NOW));
  }

  @Test
  void names_of_svix_mean_the_same() throws Exception {
    Map<String, String> svix = new HashMap<>();
    signed("msg_1", NOW).forEach((name, value) -> svix.put(name.replace("webhook", "svix"), value));
    accept(svix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        ",,",
        "v1",
        "v1,",
        "v1a,",
        "v1a,AAAA",
        "v2,abc",
        "t=,v1=",
        "v1,=",
        "v1 ,x",
        "v1,\u00e9"
      })
  void malformed_signatures_are_refused(String signature) throws Exception {
    var headers = signed("msg_1", NOW);
    headers.put("webhook-signature", signature);
    refuse(headers);
  }

  @Test
  void other_spellings_of_a_valid_signature_are_refused() throws Exception {
    var headers = signed("msg_1", NOW);
    headers.compute("webhook-signature", (name, valid) -> valid.replace("=", ""));
    refuse(headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "-1", "+1700000000", "1700000000.0", "1e9", "999999999999999999999"})
  void malformed_stamps_are_refused(String timestamp) throws Exception {
    var headers = signed("msg_1", NOW);
    headers.put("webhook-timestamp", timestamp);
    headers.put("webhook-signature", signature("msg_1", timestamp));
    refuse(headers);
  }

  @Test
  void ed25519_is_accepted_with_the_public_key_only() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    String publicKey =
        "whpk_"
            + Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(("msg_1." + NOW + "." + BODY).getBytes(StandardCharsets.UTF_8));
    var headers = signed("msg_1", NOW);
    headers.put("webhook-signature", "v1a," + Base64.getEncoder().encodeToString(signer.sign()));

    scheme.verify(Sender.knowing(SECRET, publicKey).sends(BODY, headers));
    refuse(headers);
    assertThatThrownBy(() -> scheme.verify(Sender.knowing(publicKey).sends(BODY + " ", headers)))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whsec_short", "whsec_!!!!", "whpk_AAAA", "plain text"})
  void bad_secrets_stop_the_start_without_being_shown(String secret) {
    assertThatThrownBy(() -> scheme.prepare(Sender.knowing(secret).source()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("hub.ingress.sources.shop.secret")
        .hasMessageNotContaining(secret)
        .hasNoCause();
  }

  private void accept(Map<String, String> headers) {
    assertThatCode(() -> scheme.verify(Sender.knowing(SECRET).sends(BODY, headers)))
        .doesNotThrowAnyException();
  }

  private void refuse(Map<String, String> headers) {
    assertThatThrownBy(() -> scheme.verify(Sender.knowing(SECRET).sends(BODY, headers)))
        .isInstanceOf(Refused.class);
  }

  private static Map<String, String> signed(String id, long timestamp)
      throws GeneralSecurityException {
    return new HashMap<>(
        Map.of(
            "webhook-id",
            id,
            "webhook-timestamp",
            "" + timestamp,
            "webhook-signature",
            signature(id, "" + timestamp)));
  }

  private static String signature(String id, String timestamp) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    byte[] signed = (id + "." + timestamp + "." + BODY).getBytes(StandardCharsets.UTF_8);
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
  }
}
