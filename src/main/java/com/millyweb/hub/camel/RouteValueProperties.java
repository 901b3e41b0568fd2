package com.millyweb.hub.camel;

import com.millyweb.hub.secret.Secret;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What routes may read of the configuration; see {@link RouteValues}.
 *
 * @param vars values for {@code {{vars.<name>}}}, anywhere in a route
 * @param secrets values for {@code {{secrets.<name>}}}, as the value of an endpoint's option
 */
@ConfigurationProperties("hub")
record RouteValueProperties(
    @DefaultValue Map<String, String> vars, @DefaultValue Map<String, Secret> secrets) {}
