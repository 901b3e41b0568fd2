/**
 * What an edit of a route file would have done: the events of the past are handed to its routes in
 * a context of their own, and what these make of them is compared with what came of them then.
 */
@NullMarked
package com.millyweb.hub.route.backtest;

import org.jspecify.annotations.NullMarked;
