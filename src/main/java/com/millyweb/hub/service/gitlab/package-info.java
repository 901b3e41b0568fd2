/** GitLab's webhooks. */
@NullMarked
package com.millyweb.hub.service.gitlab;

import org.jspecify.annotations.NullMarked;
