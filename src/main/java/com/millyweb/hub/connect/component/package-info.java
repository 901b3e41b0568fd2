/**
 * Components of Camel that are not in the jar: where they come from, and how the hub finds them.
 */
@NullMarked
package com.millyweb.hub.connect.component;

import org.jspecify.annotations.NullMarked;
