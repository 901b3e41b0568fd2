/**
 * Numbers the changes of things of which a source only tells the state, so that a change that comes
 * again is new.
 */
@NullMarked
package com.millyweb.hub.ingress.state;

import org.jspecify.annotations.NullMarked;
