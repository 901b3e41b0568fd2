/**
 * Why something happened, or did not: the answer as a record, which is JSON for the API, a text for
 * the command line and a message in a chat.
 */
@NullMarked
package com.millyweb.hub.workbench.why;

import org.jspecify.annotations.NullMarked;
