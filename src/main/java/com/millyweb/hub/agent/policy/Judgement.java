package com.millyweb.hub.agent.policy;

/**
 * @param reason the rule that decided, in words for people
 */
public record Judgement(Verdict verdict, String reason) {}
