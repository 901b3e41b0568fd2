/**
 * How senders prove themselves: schemes that many senders share. A scheme of one service is with
 * the service.
 */
@NullMarked
package com.millyweb.hub.ingress.verify;

import org.jspecify.annotations.NullMarked;
