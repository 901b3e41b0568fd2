/** Who may use the pages and the API: tokens, sessions, scopes. */
@NullMarked
package com.millyweb.hub.workbench.access;

import org.jspecify.annotations.NullMarked;
