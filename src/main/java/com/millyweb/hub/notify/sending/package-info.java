/**
 * From a notice to messages: pace, parts, edits, what follows from refusals, and targets that are
 * left alone.
 *
 * <p>What a medium is built with: {@link com.millyweb.hub.notify.sending.MediumClients} opens its
 * {@link com.millyweb.hub.notify.sending.MediumClient} (addresses, pace, what a status means),
 * {@link com.millyweb.hub.notify.sending.ActionLinks} has links where it has no buttons, and {@link
 * com.millyweb.hub.notify.sending.PartSender} sends the messages it made of a notice, each by its
 * {@link com.millyweb.hub.notify.Messenger}. {@link com.millyweb.hub.notify.sending.SendLedger}
 * knows what was sent before.
 */
@NullMarked
package com.millyweb.hub.notify.sending;

import org.jspecify.annotations.NullMarked;
