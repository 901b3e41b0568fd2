package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error of JSON-RPC. */
final class RpcError extends Exception {
  private static final long serialVersionUID = 1;

  static final int PARSE = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int NO_SUCH_METHOD = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL = -32603;
  static final int HEADER_MISMATCH = -32020;
  static final int MISSING_CAPABILITY = -32021;
  static final int UNSUPPORTED_VERSION = -32022;

  private final int code;
  private final transient @Nullable JsonNode data;

  RpcError(int code, String message) {
    this(code, message, null);
  }

  RpcError(int code, String message, @Nullable JsonNode data) {
    super(message);
    this.code = code;
    this.data = data;
  }

  int code() {
    return code;
  }

  @Nullable JsonNode data() {
    return data;
  }

  /**
   * @param client null where it is not known yet
   */
  int status(@Nullable Client client) {
    return switch (code) {
      case PARSE, INVALID_REQUEST, HEADER_MISMATCH, MISSING_CAPABILITY, UNSUPPORTED_VERSION -> 400;
      // clients of the older era take 404 for the end of what they began
      case NO_SUCH_METHOD -> client != null && client.modern() ? 404 : 200;
      case INVALID_PARAMS -> client == null || client.modern() ? 400 : 200;
      default -> 200;
    };
  }
}
