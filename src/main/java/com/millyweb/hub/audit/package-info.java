/** Who did what: nouns write it down here, administrators read it. */
@NullMarked
package com.millyweb.hub.audit;

import org.jspecify.annotations.NullMarked;
