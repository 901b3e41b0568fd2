package com.millyweb.hub.knowledge;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where knowledge came from.
 *
 * @param event the event whose flow brought it
 * @param by who sent that, or who did it
 */
public record Provenance(@Nullable UUID event, @Nullable String by) {}
