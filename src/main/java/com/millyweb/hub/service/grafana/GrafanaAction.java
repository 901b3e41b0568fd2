package com.millyweb.hub.service.grafana;

/** What a {@code grafana:} step does. */
public enum GrafanaAction {
  silence,
  unsilence,
  annotate
}
