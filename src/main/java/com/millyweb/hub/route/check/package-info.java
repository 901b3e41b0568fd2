/**
 * Everything that can be wrong with a route file, found before it runs. The loader, the API and
 * {@code check} use the same checks.
 */
@NullMarked
package com.millyweb.hub.route.check;

import org.jspecify.annotations.NullMarked;
