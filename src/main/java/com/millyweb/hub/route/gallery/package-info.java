/** Flows to copy: each with its words, a sample of its event and its test. */
@NullMarked
package com.millyweb.hub.route.gallery;

import org.jspecify.annotations.NullMarked;
