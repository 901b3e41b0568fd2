/** Gotify, as one of its applications. */
@NullMarked
package com.millyweb.hub.service.gotify;

import org.jspecify.annotations.NullMarked;
