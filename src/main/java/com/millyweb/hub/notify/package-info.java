/** Notices to channels: one unit per medium, with its limits, its formatting and its sender. */
@NullMarked
package com.millyweb.hub.notify;

import org.jspecify.annotations.NullMarked;
