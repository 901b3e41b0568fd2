/**
 * Notices that wait in the hub for a time, in which people may take them back.
 *
 * <p>A held notice is one event of type {@code notify.held} with a delay, whatever number of
 * targets it has: it is taken back as one, and no other notice to these targets waits behind it.
 * When its time is over, {@code routes/notify/held.camel.yaml} sends it to all of them. Chats are
 * told of it by an announcement, a notice whose button takes it back; the event names it, so that
 * it is edited whatever becomes of the notice.
 */
@NullMarked
package com.millyweb.hub.notify.holding;

import org.jspecify.annotations.NullMarked;
