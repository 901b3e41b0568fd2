/**
 * The Camel context that routes run in: what it may reach (components, languages, classes, beans,
 * placeholders), and what the hub changes about it, such as numbers in simple that compare by
 * value. Enforced where Camel resolves, however a route spells it.
 */
@NullMarked
package com.millyweb.hub.camel;

import org.jspecify.annotations.NullMarked;
