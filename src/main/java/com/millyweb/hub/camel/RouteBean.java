package com.millyweb.hub.camel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean whose public methods routes may call. Routes find no other bean by its name: who
 * writes a route file must not get at the database, the administrator's token or Spring itself.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RouteBean {
  /** Names that the bean had before; routes may go on using them. */
  String[] formerly() default {};
}
