/**
 * Routes as files: load, check, swap, roll back, history. It serves every folder of routes; what
 * the routes do is the business of {@code ingress}, {@code flow} and the others.
 */
@NullMarked
package com.millyweb.hub.route;

import org.jspecify.annotations.NullMarked;
