package com.millyweb.hub.home;

/** The lock of a home that was taken before there were beans; it becomes the bean. */
public record EarlyLock(HomeLock lock) {}
