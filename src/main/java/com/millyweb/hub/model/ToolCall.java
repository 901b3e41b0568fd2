package com.millyweb.hub.model;

/**
 * A model wants a tool to run.
 *
 * @param id the server's, or the hub's where the server gives none; unique in the answer
 * @param arguments JSON as the model wrote it, which may be broken
 */
public record ToolCall(String id, String name, String arguments) {}
