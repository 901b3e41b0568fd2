package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.TypePattern;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/** A {@link TypePattern}; empty for none. */
@Text
@Constraint(validatedBy = EventTypes.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@interface EventTypes {
  String message() default "must be a pattern of event types: {reason}";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Says in the message what is wrong with the pattern. */
  final class Check implements ConstraintValidator<EventTypes, String> {
    @Override
    public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
      try {
        Given.pattern(value);
        return true;
      } catch (IllegalArgumentException e) {
        // as a parameter and not as part of the template: it quotes what somebody sent
        context
            .unwrap(HibernateConstraintValidatorContext.class)
            .addMessageParameter("reason", String.valueOf(e.getMessage()));
        return false;
      }
    }
  }
}
