package com.millyweb.hub.workbench.openai;

import com.millyweb.hub.secret.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whom the hub believes who asks, beside tokens.
 *
 * @param openwebuiJwtSecret with which Open WebUI signs who of its people asks
 *     (FORWARD_USER_INFO_HEADER_JWT_SECRET there); without it the name of the token counts alone
 */
@ConfigurationProperties("hub.access")
record OpenWebUiProperties(@Nullable Secret openwebuiJwtSecret) {}
