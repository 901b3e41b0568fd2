package com.millyweb.hub.notify.wording;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.ForNode.LoopVariables;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template reads of a value by a name: maps by their keys, lists by numbers, and nothing of
 * any other object. What is not there is empty.
 */
final class DataAttributes implements AttributeResolver {

  @Override
  public ResolvedAttribute resolve(
      @Nullable Object value,
      Object name,
      Object[] arguments,
      @Nullable ArgumentsNode call,
      EvaluationContextImpl context,
      String file,
      int line) {
    return new ResolvedAttribute(call == null ? read(value, name) : null);
  }

  private static @Nullable Object read(@Nullable Object value, Object name) {
    if (value instanceof Map<?, ?> map) {
      return map.get(String.valueOf(name));
    }
    if (value instanceof List<?> list) {
      return String.valueOf(name).matches("\\d{1,9}")
          ? item(list, Integer.parseInt(String.valueOf(name)))
          : null;
    }
    if (value instanceof Map.Entry<?, ?> entry) {
      return switch (String.valueOf(name)) {
        case "key" -> entry.getKey();
        case "value" -> entry.getValue();
        default -> null;
      };
    }
    return value instanceof LoopVariables loop ? loop(loop, String.valueOf(name)) : null;
  }

  private static @Nullable Object item(List<?> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }

  private static @Nullable Object loop(LoopVariables loop, String name) {
    return switch (name) {
      case "index" -> loop.getIndex();
      case "first" -> loop.isFirst();
      case "last" -> loop.isLast();
      case "length" -> loop.getLength();
      case "revindex" -> loop.getRevindex();
      default -> null;
    };
  }
}
