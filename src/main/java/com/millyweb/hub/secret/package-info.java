/** Secrets, and how they stay out of logs, errors and pages. */
@NullMarked
package com.millyweb.hub.secret;

import org.jspecify.annotations.NullMarked;
