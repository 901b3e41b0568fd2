/** What tools read of the web, and whom they may call there. */
@NullMarked
package com.millyweb.hub.tool.web;

import org.jspecify.annotations.NullMarked;
