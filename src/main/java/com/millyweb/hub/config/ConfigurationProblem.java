package com.millyweb.hub.config;

/** The configuration is not what the hub can start with; the message tells the operator why. */
public class ConfigurationProblem extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public ConfigurationProblem(String message) {
    super(message);
  }

  public ConfigurationProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
