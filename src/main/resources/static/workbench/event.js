// One event in a dialogue: its facts, deliveries and data, what caused it and what it caused, and why.

import { call, fetchJson, may } from './api.js';
import { $, button, make, plural, tag, toast } from './dom.js';
import { eventRow } from './rows.js';
import { showRun } from './run.js';
import { why } from './why.js';

/** @param explained whether the answer to why is shown at once */
export async function show(id, explained = false) {
  const event = await fetchJson(`/api/events/${id}`).catch((problem) => toast(problem.message));
  if (!event) return;
  const reasons = make('div', '');
  const explain = async () => reasons.replaceChildren(...await why(event.id));
  $('detail-title').textContent = event.type;
  $('detail-body').replaceChildren(...detail(event, explain, reasons));
  if (explained) await explain();
  if (!$('detail').open) $('detail').showModal();
  $('detail').scrollTop = 0;
}

function detail(event, explain, reasons) {
  const facts = make('dl', 'facts');
  const fact = (name, value, className) => {
    if (value === null || value === undefined || value === '') return;
    facts.append(make('dt', '', name), make('dd', className ?? '', value));
  };
  fact('id', event.id, 'code');
  fact('source', event.source);
  fact('subject', event.subject);
  fact('happened', new Date(event.time).toLocaleString());
  fact('accepted', new Date(event.at).toLocaleString());
  fact('key', event.key, 'code');
  fact('data', `${event.contentType}, ${plural(event.size, 'byte')}`);

  const actions = make('div', 'actions', button('Why?', 'plain', explain));
  if (may('operator')) {
    actions.prepend(button('Replay', '', async () => {
      const made = await call('POST', `/api/events/${event.id}/replay`, {});
      toast(`Handed out again: ${plural(made.deliveries, 'delivery').replace('deliverys', 'deliveries')}`);
      await show(event.id);
    }));
  }
  if (event.type.startsWith('agent.') && event.subject) {
    actions.append(button('The run', 'plain', () => showRun(event.subject)));
  }
  const pieces = [facts, actions, reasons];
  if (event.cause) pieces.push(make('h3', '', 'Caused by'), eventRow(event.cause));

  pieces.push(make('h3', '', 'Deliveries'));
  if (!event.deliveries.length) pieces.push(make('p', 'empty', 'No route wanted this event.'));
  for (const delivery of event.deliveries) pieces.push(deliveryBox(delivery, event));

  if (event.caused.length) {
    pieces.push(make('h3', '', 'It caused'));
    const list = make('ol', 'list');
    for (const caused of event.caused) list.append(make('li', '', eventRow(caused)));
    pieces.push(list);
  }

  pieces.push(make('h3', '', event.masked ? 'Data (values hidden from viewers)' : 'Data'));
  if (event.tooLarge) {
    pieces.push(make('p', 'empty', `Too large to show; GET /api/events/${event.id}/data downloads it.`));
  } else if (event.data !== undefined) {
    pieces.push(make('pre', '', event.dataText));
  } else {
    pieces.push(make('pre', '', event.dataBase64 ?? '(hidden)'));
  }
  return pieces;
}

function deliveryBox(delivery, event) {
  const box = make('div', 'delivery',
    make('div', 'head', make('span', 'name', delivery.subscription), tag(delivery.state)));
  const times = [
    delivery.claims ? plural(delivery.claims, 'attempt') : '',
    delivery.endedAt ? `ended ${new Date(delivery.endedAt).toLocaleString()}` : '',
    !delivery.endedAt && delivery.runAt ? `due ${new Date(delivery.runAt).toLocaleString()}` : '',
  ].filter(Boolean);
  box.append(make('div', 'quiet small', times.join(' · ')));
  if (delivery.reason) {
    box.append(make('div', delivery.state === 'dead' ? 'error small' : 'quiet small', delivery.reason));
  }
  if (delivery.attempts.length) {
    const attempts = make('ul', 'attempts');
    for (const attempt of delivery.attempts) {
      attempts.append(make('li', '', tag(attempt.outcome === 'paused' ? 'paused' : 'dead', attempt.outcome), ' ',
        make('span', 'quiet', new Date(attempt.endedAt).toLocaleTimeString()), ' ', attempt.error));
    }
    box.append(attempts);
  } else if (delivery.error) {
    box.append(make('div', 'error small', delivery.error));
  }
  if (delivery.state === 'dead' && may('operator')) {
    box.append(make('div', 'actions',
      button('Retry', 'plain', async () => {
        await call('POST', `/api/deliveries/${delivery.id}/retry`);
        toast('The delivery will be tried again');
        await show(event.id);
      }),
      button('Discard', 'plain', async () => {
        if (!confirm(`Discard this delivery to ${delivery.subscription}? The event itself stays.`)) return;
        await call('POST', `/api/deliveries/${delivery.id}/discard`);
        await show(event.id);
      })));
  }
  return box;
}
