/** ntfy, on ntfy.sh or a server of one's own. */
@NullMarked
package com.millyweb.hub.service.ntfy;

import org.jspecify.annotations.NullMarked;
