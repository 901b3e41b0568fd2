package com.millyweb.hub.service.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.verify.Ed25519;
import com.millyweb.hub.ingress.verify.Sender;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordSignatureTest {
  private static final long NOW = 1_700_000_000;
  private static final String BODY = "{\"type\":1}";

  /** The order of the group: a signature must not be accepted with it added. */
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final DiscordSender discord = new DiscordSender();
  private final DiscordSignature scheme = new DiscordSignature(Sender.at(NOW));

  @Test
  void stamp_is_accepted_up_to_300_seconds_in_both_directions() {
    for (long age : new long[] {0, 300, -300}) {
      accept(discord.headers(NOW - age, BODY));
    }
    for (long age : new long[] {301, -301}) {
      refuse(discord.headers(NOW - age, BODY));
    }
  }

  @Test
  void changed_body_stamp_or_key_is_refused() {
    var headers = discord.headers(NOW, BODY);
    assertThatThrownBy(() -> scheme.verify(sender().sends(BODY + " ", headers)))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(
            () ->
                scheme.verify(Sender.knowing(new DiscordSender().publicKey()).sends(BODY, headers)))
        .isInstanceOf(Refused.class);
    headers.put("X-Signature-Timestamp", "" + (NOW + 1));
    refuse(headers);
  }

  @Test
  void stamp_that_takes_over_the_begin_of_the_body_is_refused() {
    // "170000000012" signs the same bytes as stamp 1700000000 before the body "12"
    var headers = discord.headers(NOW, "12");
    headers.put("X-Signature-Timestamp", NOW + "12");
    assertThatThrownBy(() -> scheme.verify(sender().sends("", headers)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void any_key_of_several_is_enough() {
    String other = new DiscordSender().publicKey();
    assertThatCode(
            () ->
                scheme.verify(
                    Sender.knowing(other, discord.publicKey().toUpperCase())
                        .sends(BODY, discord.headers(NOW, BODY))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "0", "zz", "00", "é", "v1,", "0x00"})
  void malformed_signatures_are_refused(String signature) {
    var headers = discord.headers(NOW, BODY);
    headers.put("X-Signature-Ed25519", signature);
    refuse(headers);
  }

  @Test
  void shortened_lengthened_and_zero_signatures_are_refused() {
    String valid = discord.signature("" + NOW, BODY);
    for (String signature :
        new String[] {
          valid.substring(2),
          valid.substring(0, 126),
          valid + "00",
          valid + valid,
          "00".repeat(64),
          "ff".repeat(64),
          valid.substring(0, 64) + "00".repeat(32),
          "00".repeat(32) + valid.substring(64),
          // the neutral element, which signs everything for a key of small order
          "01" + "00".repeat(63)
        }) {
      var headers = discord.headers(NOW, BODY);
      headers.put("X-Signature-Ed25519", signature);
      refuse(headers);
    }
  }

  @Test
  void every_flipped_bit_is_refused() {
    byte[] valid = HexFormat.of().parseHex(discord.signature("" + NOW, BODY));
    for (int bit = 0; bit < 512; bit += 7) {
      byte[] flipped = valid.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      var headers = discord.headers(NOW, BODY);
      headers.put("X-Signature-Ed25519", HexFormat.of().formatHex(flipped));
      refuse(headers);
    }
  }

  @Test
  void malleable_twin_of_a_signature_is_refused() {
    byte[] twin = HexFormat.of().parseHex(discord.signature("" + NOW, BODY));
    byte[] scalar = new byte[33];
    for (int i = 0; i < 32; i++) {
      scalar[32 - i] = twin[32 + i];
    }
    byte[] more = new BigInteger(scalar).add(ORDER).toByteArray();
    for (int i = 0; i < 32; i++) {
      int at = more.length - 1 - i;
      twin[32 + i] = at < 0 ? 0 : more[at];
    }
    var headers = discord.headers(NOW, BODY);
    headers.put("X-Signature-Ed25519", HexFormat.of().formatHex(twin));
    refuse(headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Signature-Ed25519", "X-Signature-Timestamp"})
  void missing_headers_are_refused(String name) {
    var headers = discord.headers(NOW, BODY);
    headers.remove(name);
    refuse(headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "+1700000000", "1700000000.0", "999999999999999999999"})
  void malformed_stamps_are_refused(String timestamp) {
    var headers = discord.headers(NOW, BODY);
    headers.put("X-Signature-Timestamp", timestamp);
    headers.put("X-Signature-Ed25519", discord.signature(timestamp, BODY));
    refuse(headers);
  }

  /** RFC 8032, section 7.1, tests 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signatures_of_rfc_8032_are_valid(String key, String message, String signature)
      throws GeneralSecurityException {
    HexFormat hex = HexFormat.of();
    var publicKey = Ed25519.publicKey(hex.parseHex(key));
    byte[] bytes = hex.parseHex(message);
    assertThat(Ed25519.isValid(publicKey, hex.parseHex(signature), bytes)).isTrue();
    assertThat(Ed25519.isValid(publicKey, hex.parseHex(signature), bytes, new byte[1])).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain text", "abcd", "not-a-public-key"})
  void bad_keys_stop_the_start_without_being_shown(String key) {
    assertBad(key);
  }

  @Test
  void key_that_is_no_point_of_the_curve_stops_the_start() {
    assertBad("02" + "00".repeat(31));
    assertBad(discord.publicKey() + "00");
    assertBad(discord.publicKey().substring(2));
  }

  private void assertBad(String key) {
    assertThatThrownBy(() -> scheme.prepare(Sender.knowing(key).source()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("hub.ingress.sources.shop.secret")
        .hasMessageNotContaining(key)
        .hasNoCause();
  }

  private Sender sender() {
    return Sender.knowing(discord.publicKey());
  }

  private void accept(Map<String, String> headers) {
    assertThatCode(() -> scheme.verify(sender().sends(BODY, headers))).doesNotThrowAnyException();
  }

  private void refuse(Map<String, String> headers) {
    assertThatThrownBy(() -> scheme.verify(sender().sends(BODY, headers)))
        .isInstanceOf(Refused.class)
        .extracting(e -> ((Refused) e).reason())
        .isEqualTo(Refused.Reason.UNAUTHENTICATED);
  }
}
