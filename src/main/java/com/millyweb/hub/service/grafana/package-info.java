/**
 * Grafana and Alertmanager, the way out: {@code grafana:} steps silence alerts there and mark who
 * did what. Their alerts come in by the doors of ingress.
 */
@NullMarked
package com.millyweb.hub.service.grafana;

import org.jspecify.annotations.NullMarked;
