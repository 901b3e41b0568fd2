package com.millyweb.hub.fake;

/** The fake Telegram says no. */
final class FakeTelegramRefusal extends Exception {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String parameters;

  FakeTelegramRefusal(int status, String description) {
    this(status, description, "");
  }

  FakeTelegramRefusal(int status, String description, String parameters) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }

  FakeHttp.Answer answer() {
    String body =
        "{\"ok\":false,\"error_code\":%d,\"description\":\"%s\"%s}"
            .formatted(status, getMessage(), parameters);
    return FakeHttp.Answer.json(status, body);
  }
}
