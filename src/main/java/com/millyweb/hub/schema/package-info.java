/** JSON Schema: what answers of models and arguments of tools are held against. */
@NullMarked
package com.millyweb.hub.schema;

import org.jspecify.annotations.NullMarked;
