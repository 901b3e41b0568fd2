/** {@code $HUB_HOME}: who may use it, and the folders and private files in it. */
@NullMarked
package com.millyweb.hub.home;

import org.jspecify.annotations.NullMarked;
