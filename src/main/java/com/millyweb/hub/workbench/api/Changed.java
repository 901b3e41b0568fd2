package com.millyweb.hub.workbench.api;

/** How many deliveries were made or changed. */
record Changed(long deliveries) implements EventApi.Replayed {}
