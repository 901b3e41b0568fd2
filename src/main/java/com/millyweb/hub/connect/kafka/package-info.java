/**
 * Kafka, whose component is not in the jar: what routes that begin at a topic need, so that the
 * broker forgets no record before it is stored.
 */
@NullMarked
package com.millyweb.hub.connect.kafka;

import org.jspecify.annotations.NullMarked;
