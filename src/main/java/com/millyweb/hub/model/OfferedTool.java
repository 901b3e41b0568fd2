package com.millyweb.hub.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool that a model may call.
 *
 * @param parameters a JSON Schema of type object
 */
public record OfferedTool(String name, String description, JsonNode parameters) {}
