/** Uptime Kuma's notifications. */
@NullMarked
package com.millyweb.hub.service.uptimekuma;

import org.jspecify.annotations.NullMarked;
