/** What tools tell of route files, and of what an edit of one would do. They apply nothing. */
@NullMarked
package com.millyweb.hub.route.tool;

import org.jspecify.annotations.NullMarked;
