/**
 * How a notice is worded: by parameters of {@code notify:}, or by a notice file beside the flow.
 */
@NullMarked
package com.millyweb.hub.notify.wording;

import org.jspecify.annotations.NullMarked;
