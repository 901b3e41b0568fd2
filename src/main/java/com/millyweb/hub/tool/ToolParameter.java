package com.millyweb.hub.tool;

import java.util.Map;

/**
 * One parameter of a tool.
 *
 * @param schema what its values are, as a property of the tool's JSON Schema
 */
public record ToolParameter(String name, boolean required, Map<String, Object> schema) {}
