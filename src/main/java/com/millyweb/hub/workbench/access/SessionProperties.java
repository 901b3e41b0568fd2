package com.millyweb.hub.workbench.access;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long browsers are let in.
 *
 * @param session how long a browser stays signed in, at least a minute
 * @param link how long a link that signs in can be opened, at least a minute
 */
@Validated
@ConfigurationProperties("hub.workbench")
record SessionProperties(
    @DefaultValue("12h") @NotNull @DurationMin(minutes = 1) Duration session,
    @DefaultValue("1h") @NotNull @DurationMin(minutes = 1) Duration link) {}
