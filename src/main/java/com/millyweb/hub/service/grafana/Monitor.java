package com.millyweb.hub.service.grafana;

/** Where alerts are silenced: both speak the API of Alertmanager. */
enum Monitor {
  grafana("Grafana", "/api/alertmanager/grafana/api/v2"),
  alertmanager("Alertmanager", "/api/v2");

  private final String title;
  private final String api;

  Monitor(String title, String api) {
    this.title = title;
    this.api = api;
  }

  /** As people call it. */
  String title() {
    return title;
  }

  /** The path of Alertmanager's API. */
  String api() {
    return api;
  }

  /** Of its settings, the prefix. */
  String settings() {
    return "hub." + name();
  }
}
