/** Kinds of doors that many senders share. Kinds of one service are with the service. */
@NullMarked
package com.millyweb.hub.ingress.kind;

import org.jspecify.annotations.NullMarked;
