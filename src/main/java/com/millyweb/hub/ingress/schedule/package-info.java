/** {@code schedule.<name>}: events at the ticks of configured cron lines. */
@NullMarked
package com.millyweb.hub.ingress.schedule;

import org.jspecify.annotations.NullMarked;
