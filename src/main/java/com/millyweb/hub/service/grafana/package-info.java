/** Grafana's signed alerts. */
@NullMarked
package com.millyweb.hub.service.grafana;

import org.jspecify.annotations.NullMarked;
