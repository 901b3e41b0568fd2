package com.millyweb.hub.event;

/** The right to work on a delivery, named by the token of its claim. */
public record Lease(long delivery, long token) {}
