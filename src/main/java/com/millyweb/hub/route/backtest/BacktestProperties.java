package com.millyweb.hub.route.backtest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much a backtest may do.
 *
 * @param maxEvents how many events one runs at most, the newest ones; 1 to 1,000,000
 * @param time how long one may take; 1 s to 10 min
 * @param onSave whether an edit that runs is told what it would have done in the last 7 days
 */
@Validated
@ConfigurationProperties("hub.route.backtest")
public record BacktestProperties(
    @DefaultValue("100000") @Min(1) @Max(1_000_000) int maxEvents,
    @DefaultValue("30s") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration time,
    @DefaultValue("true") boolean onSave) {}
