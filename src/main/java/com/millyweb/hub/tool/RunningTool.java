package com.millyweb.hub.tool;

import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A tool that may be called. */
interface RunningTool {
  Tool tool();

  Arguments arguments();

  /**
   * @param arguments as the contract says
   * @param caller what the call continues; null for one that comes from nowhere else
   */
  @Nullable Object run(Map<String, Object> arguments, @Nullable Exchange caller) throws Exception;
}
