package com.millyweb.hub.notify;

import java.util.UUID;

/** A notice on its way to one target. */
record Delivery(Notice notice, Target target, UUID eventId) {}
