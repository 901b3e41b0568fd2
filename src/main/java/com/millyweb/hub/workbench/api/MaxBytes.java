package com.millyweb.hub.workbench.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How long the JSON of a body may be, where {@link StrictJson#MAX_BYTES} is not enough. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MaxBytes {
  int value();
}
