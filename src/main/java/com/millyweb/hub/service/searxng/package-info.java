/** SearXNG, a search engine of one's own that asks others. */
@NullMarked
package com.millyweb.hub.service.searxng;

import org.jspecify.annotations.NullMarked;
