package com.millyweb.hub.ingress;

import java.time.Duration;
import java.util.List;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a sender signs by HMAC. The file of a kind says it for all of the kind's sources; for kind
 * hmac each source says it.
 *
 * @param header the header that holds the signature; of several names the first that was sent
 * @param algorithm {@code sha256}, {@code sha512}, or {@code sha1} for senders that know no better
 * @param encoding {@code hex}, {@code lower-hex} where one signature has one spelling, or {@code
 *     base64}
 * @param prefix what stands before the signature, such as {@code sha256=}
 * @param signed template of the signed text, such as <code>{X-Timestamp}.{body}</code>; <code>
 *     {json}</code> is the body too, and of a form the JSON in it
 * @param element where the header is a list such as {@code t=1700000000,v1=5257a8…}: the name of
 *     the signature in it, {@code v1}; the other names are then places of {@code signed}, such as
 *     <code>{t}.{body}</code>
 * @param separator what parts that list; by default a comma or a semicolon, with spaces around it
 * @param timestamp the header, or the name in the list, with the seconds since 1970; it must be
 *     part of what is signed
 * @param tolerance how far the timestamp may be from now
 * @param unstamped template of the signed text where no timestamp was sent; by default such a
 *     request is refused
 */
@UriParams
public record HmacProperties(
    @UriParam(
            label = "verify",
            javaType = "java.lang.String",
            description =
                "The header that holds the signature; of several names, joined by commas, the first that was sent. Without it the source says how it signs (hub.ingress.sources.<name>.hmac).")
        @DefaultValue("X-Signature")
        List<String> header,
    @UriParam(
            label = "verify",
            enums = "sha1,sha256,sha512",
            defaultValue = "sha256",
            description = "The hash of the HMAC.")
        @DefaultValue("sha256")
        Algorithm algorithm,
    @UriParam(
            label = "verify",
            enums = "hex,lower-hex,base64",
            defaultValue = "hex",
            description = "How the signature is written.")
        @DefaultValue("hex")
        Encoding encoding,
    @UriParam(label = "verify", description = "What stands before the signature, such as sha256=.")
        @DefaultValue("")
        String prefix,
    @UriParam(
            label = "verify",
            javaType = "java.lang.String",
            defaultValue = "{body}",
            description =
                "Template of the signed text, such as {X-Timestamp}.{body}; {json} is the body too, and of a form the JSON in it.")
        @DefaultValue("{body}")
        Template signed,
    @UriParam(
            label = "verify",
            description =
                "Where the header is a list such as t=1700000000,v1=5257a8: the name of the signature in it.")
        @Nullable String element,
    @UriParam(
            label = "verify",
            description =
                "What parts that list; by default a comma or a semicolon, with spaces around it.")
        @Nullable String separator,
    @UriParam(
            label = "verify",
            description =
                "The header, or the name in the list, with the seconds since 1970; it must be part of what is signed.")
        @Nullable String timestamp,
    @UriParam(
            label = "verify",
            javaType = "java.time.Duration",
            defaultValue = "300s",
            description = "How far the timestamp may be from now.")
        @DefaultValue("300s")
        Duration tolerance,
    @UriParam(
            label = "verify",
            javaType = "java.lang.String",
            description =
                "Template of the signed text where no timestamp was sent; by default such a request is refused.")
        @Nullable Template unstamped) {

  public HmacProperties {
    header = List.copyOf(header);
    requireBody("signed", signed);
    if (timestamp != null && !signed.names(timestamp)) {
      throw new IllegalArgumentException(
          "signed must contain {%s}, else anybody can change the timestamp, was: '%s'"
              .formatted(timestamp, signed));
    }
    if (unstamped != null) {
      requireBody("unstamped", unstamped);
    }
  }

  private static void requireBody(String name, Template signed) {
    if (!signed.names("body") && !signed.names("json")) {
      throw new IllegalArgumentException(
          "%s must contain {body}, else nothing ties the signature to it, was: '%s'"
              .formatted(name, signed));
    }
    if (signed.parts().stream().anyMatch(part -> part.places().size() > 1)) {
      throw new IllegalArgumentException(
          "%s must name one header for each place, was: '%s'".formatted(name, signed));
    }
    if (!signed.pointers().isEmpty()) {
      throw new IllegalArgumentException(
          "%s may hold {body} and headers, a body is not read before it is verified, was: '%s'"
              .formatted(name, signed));
    }
  }

  /** The hash of an HMAC, by the name that Java has for it, and its length. */
  public enum Algorithm {
    SHA1("HmacSHA1", 20),
    SHA256("HmacSHA256", 32),
    SHA512("HmacSHA512", 64);

    public final String mac;
    public final int bytes;

    Algorithm(String mac, int bytes) {
      this.mac = mac;
      this.bytes = bytes;
    }
  }

  /** How a signature is written. */
  public enum Encoding {
    HEX,
    LOWER_HEX,
    BASE64
  }
}
