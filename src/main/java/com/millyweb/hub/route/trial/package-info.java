/**
 * Tests of routes, written in YAML: events go in, answers of other systems are given, and what the
 * routes send is compared. Nothing is connected and nothing leaves.
 */
@NullMarked
package com.millyweb.hub.route.trial;

import org.jspecify.annotations.NullMarked;
