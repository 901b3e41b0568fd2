/**
 * Language models: which ones the configuration names ({@link
 * com.millyweb.hub.model.ModelProperties}), and how one of them is asked ({@link
 * com.millyweb.hub.model.LanguageModels}). Nothing is connected before the first question.
 *
 * <p>A service that runs models implements {@link com.millyweb.hub.model.ModelServer}.
 */
@NullMarked
package com.millyweb.hub.model;

import org.jspecify.annotations.NullMarked;
