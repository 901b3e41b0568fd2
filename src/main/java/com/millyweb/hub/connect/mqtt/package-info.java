/** MQTT: topics as events, and events as messages. A message is acknowledged when it is stored. */
@NullMarked
package com.millyweb.hub.connect.mqtt;

import org.jspecify.annotations.NullMarked;
