package com.millyweb.hub.workbench.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call a handler of the API. A handler without it is refused to everybody. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresScope {
  Scope value();

  /** What the audit calls it, e.g. {@code event.replay}; empty for what changes nothing. */
  String action() default "";
}
