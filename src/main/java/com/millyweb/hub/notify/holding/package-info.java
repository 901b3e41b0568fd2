/**
 * Notices that wait in the hub for a time, in which people may take them back.
 *
 * <p>A held notice is one event of type {@code notify.held} with a delay, whatever number of
 * targets it has: it is taken back as one, and no other notice to these targets waits behind it.
 * When its time is over, {@code routes/notify/held.camel.yaml} sends it to all of them. Chats show
 * an announcement: a notice of its own, with a button that takes the held one back. The event names
 * the announcement, and so it is edited whatever becomes of the held notice.
 */
@NullMarked
package com.millyweb.hub.notify.holding;

import org.jspecify.annotations.NullMarked;
