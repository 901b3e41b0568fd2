/** The pages that the hub writes itself; the workbench's own are static files. */
@NullMarked
package com.millyweb.hub.workbench.page;

import org.jspecify.annotations.NullMarked;
