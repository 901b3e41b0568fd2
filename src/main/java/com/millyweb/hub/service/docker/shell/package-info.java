/** Scripts in containers of their own. */
@NullMarked
package com.millyweb.hub.service.docker.shell;

import org.jspecify.annotations.NullMarked;
