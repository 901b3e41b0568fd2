/** Agents, their runs, and what people are asked about them, in the API. */
@NullMarked
package com.millyweb.hub.workbench.api.run;

import org.jspecify.annotations.NullMarked;
