package com.millyweb.hub.route;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the folder of routes is watched.
 *
 * @param watch whether edits are picked up while the hub runs
 * @param poll how often the folder is looked at; at least 50 ms
 * @param settle how long a file must be left alone before it is read; at least 10 ms
 * @param drain how long a swap waits for what is in flight before it lets the old version go on and
 *     tries again
 */
@Validated
@ConfigurationProperties("hub.route")
record RouteProperties(
    @DefaultValue("true") boolean watch,
    @DefaultValue("500ms") @NotNull @DurationMin(millis = 50) Duration poll,
    @DefaultValue("300ms") @NotNull @DurationMin(millis = 10) Duration settle,
    @DefaultValue("10s") @NotNull @DurationMin(millis = 100) Duration drain) {}
