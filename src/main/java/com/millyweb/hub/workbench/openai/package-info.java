/**
 * The API of OpenAI over the hub's agents and models, for clients that speak nothing else: each
 * agent is a model, and its run goes on with its own tools until there is an answer.
 */
@NullMarked
package com.millyweb.hub.workbench.openai;

import org.jspecify.annotations.NullMarked;
