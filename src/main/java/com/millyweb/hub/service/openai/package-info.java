/** Servers that speak the API of OpenAI: the models that they run. */
@NullMarked
package com.millyweb.hub.service.openai;

import org.jspecify.annotations.NullMarked;
