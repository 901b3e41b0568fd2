/** Ollama: the models that it runs. */
@NullMarked
package com.millyweb.hub.service.ollama;

import org.jspecify.annotations.NullMarked;
