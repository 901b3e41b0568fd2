/** The API beneath the pages: one class a noun. */
@NullMarked
package com.millyweb.hub.workbench.api;

import org.jspecify.annotations.NullMarked;
