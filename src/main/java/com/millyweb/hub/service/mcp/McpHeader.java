package com.millyweb.hub.service.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Values of headers as MCP writes them. */
final class McpHeader {
  private static final Pattern PLAIN =
      Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E]*[\\x21-\\x7E])?");

  private McpHeader() {}

  static String of(String value) {
    return PLAIN.matcher(value).matches() && !value.startsWith("=?base64?")
        ? value
        : "=?base64?%s?="
            .formatted(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
  }
}
