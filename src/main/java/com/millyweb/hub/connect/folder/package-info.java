/**
 * Folders whose files become events: {@code folder.<name>.created}, {@code changed}, {@code
 * removed}.
 */
@NullMarked
package com.millyweb.hub.connect.folder;

import org.jspecify.annotations.NullMarked;
