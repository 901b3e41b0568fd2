/**
 * The OpenAPI document of the API, made from its handlers and records by springdoc when somebody
 * asks for it. Nothing of it runs at the start of the hub.
 */
@NullMarked
package com.millyweb.hub.workbench.document;

import org.jspecify.annotations.NullMarked;
