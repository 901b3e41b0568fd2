package com.millyweb.hub.secret;

import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;
import org.springframework.stereotype.Component;

/**
 * Reads secrets from configuration, and lets the redaction know them. A list of secrets written as
 * one text has one secret a line: any other separator may be part of a secret.
 */
@Component
@ConfigurationPropertiesBinding
public final class SecretConverter implements ConditionalGenericConverter {

  @Override
  public Set<ConvertiblePair> getConvertibleTypes() {
    return Set.of(
        new ConvertiblePair(String.class, Secret.class),
        new ConvertiblePair(String.class, List.class));
  }

  @Override
  public boolean matches(TypeDescriptor sourceType, TypeDescriptor targetType) {
    if (targetType.getType() == Secret.class) {
      return true;
    }
    TypeDescriptor element = targetType.getElementTypeDescriptor();
    return element != null && element.getType() == Secret.class;
  }

  @Override
  public Object convert(Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
    String text = (String) source;
    if (targetType.getType() == Secret.class) {
      return learned(text.strip());
    }
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(SecretConverter::learned)
        .toList();
  }

  private static Secret learned(String text) {
    var secret = new Secret(text);
    Redaction.instance().learn(secret);
    return secret;
  }
}
