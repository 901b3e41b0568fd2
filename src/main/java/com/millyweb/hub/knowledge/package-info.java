/**
 * What the hub can find again by meaning and by words ({@link
 * com.millyweb.hub.knowledge.Documents}, {@link com.millyweb.hub.knowledge.Search}), and the facts
 * that it was told to remember ({@link com.millyweb.hub.knowledge.Memories}), each for a tenant.
 *
 * <p>A service that offers embeddings implements {@link com.millyweb.hub.knowledge.Embeddings}.
 */
@NullMarked
package com.millyweb.hub.knowledge;

import org.jspecify.annotations.NullMarked;
