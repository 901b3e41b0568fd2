// One row for each thing that a list shows, with what may be done about it.

import { call, may } from './api.js';
import { $, ago, button, make, plural, tag, toast, tone, when } from './dom.js';

/** What a row may ask of the page that holds it; see connect. */
const page = { show: null, showRun: null, showSystem: null, refresh: null };

/** Tells the rows how an event, a run and a system are shown, and how the page is read again after a change. */
export function connect({ show, showRun, showSystem, refresh }) {
  Object.assign(page, { show, showRun, showSystem, refresh });
}

export function eventRow(event) {
  const row = make('button', 'row',
    make('span', 'name', event.type),
    when(event.at),
    make('span', 'note', [event.source, event.subject].filter(Boolean).join(' · '), ' ', deliveryTags(event.deliveries)));
  row.type = 'button';
  row.addEventListener('click', () => page.show(event.id));
  return row;
}

/** What only the loop of agents listens to: the run has all of it, and a list of events would have nothing else. */
const STEPS = ['agent.start', 'agent.think', 'agent.act', 'agent.expiry'];

/** The steps of a run as one row, where the newest of them stands; everything else as it is. */
export function fold(events) {
  const runs = new Map();
  const rows = [];
  for (const event of events) {
    if (event.source !== 'hub' || !event.subject || !STEPS.includes(event.type)) {
      rows.push(event);
    } else if (runs.has(event.subject)) {
      runs.get(event.subject).push(event);
    } else {
      const steps = [event];
      runs.set(event.subject, steps);
      rows.push({ run: event.subject, steps });
    }
  }
  return rows;
}

export const eventOrRunRow = (row) => (row.steps ? stepsRow(row) : eventRow(row));

function stepsRow({ run, steps }) {
  const deliveries = {};
  for (const step of steps) {
    for (const [name, count] of Object.entries(step.deliveries)) deliveries[name] = (deliveries[name] ?? 0) + count;
  }
  // an id begins with the time, which runs of the same minute share
  const row = make('a', 'row',
    make('span', 'name', steps[0].type),
    when(steps[0].at),
    make('span', 'note', `${plural(steps.length, 'step')} of run ${run.slice(-8)} `, deliveryTags(deliveries)));
  row.href = `/?run=${encodeURIComponent(run)}`;
  row.title = 'Type agent.** above to see each step as an event';
  row.addEventListener('click', (click) => {
    // another tab or window is the browser's to open
    if (click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    page.showRun(run);
  });
  return row;
}

function deliveryTags(deliveries) {
  const tags = make('span', 'tags');
  for (const [name, count] of Object.entries(deliveries)) {
    tags.append(tag(name, count > 1 ? `${count} ${name}` : name));
  }
  return tags;
}

export function deadRow(delivery) {
  const row = make('div', 'row',
    make('span', 'name', delivery.subscription),
    when(delivery.endedAt ?? delivery.createdAt),
    make('span', 'note', [delivery.type, delivery.subject].filter(Boolean).join(' · ')),
    make('span', 'note error', delivery.error ?? delivery.reason));
  const actions = make('span', 'actions', button('Show', 'plain', () => page.show(delivery.event)));
  if (may('operator')) {
    actions.append(
      button('Retry', 'plain', async () => {
        await call('POST', `/api/deliveries/${delivery.id}/retry`);
        toast('The delivery will be tried again');
        await page.refresh();
      }),
      button('Discard', 'plain', async () => {
        if (!confirm(`Discard this delivery to ${delivery.subscription}? The event itself stays.`)) return;
        await call('POST', `/api/deliveries/${delivery.id}/discard`);
        await page.refresh();
      }));
  }
  row.append(actions);
  return row;
}

/** A notice that still waits; it has no row in the inbox yet. */
function heldRow(notice) {
  const row = make('div', 'row',
    make('span', 'name prose', notice.title ?? plain(notice.text)), make('span', 'tags', tag('held')),
    make('span', 'note', `to ${notice.channel}, until ${new Date(notice.heldUntil).toLocaleTimeString()}`));
  const actions = make('span', 'actions', button('Show', 'plain', () => page.show(notice.eventId)));
  if (may('operator')) {
    actions.append(button('Undo', 'plain', async () => {
      await call('POST', `/api/notices/${notice.id}/undo`);
      toast('The notice is taken back');
      await page.refresh();
    }));
  }
  row.append(actions);
  return row;
}

export function noticeRow(notice) {
  if (notice.heldUntil) return heldRow(notice);
  const row = make('button', 'row',
    make('span', 'name prose', notice.title ?? plain(notice.text)), when(notice.updatedAt),
    make('span', 'note', tag(notice.severity), ' ', notice.title ? plain(notice.text) : ''));
  row.type = 'button';
  row.addEventListener('click', () => page.show(notice.eventId));
  const rows = document.createDocumentFragment();
  rows.append(row);
  const choices = make('div', 'choices');
  if (notice.link) choices.append(...link(notice.link.url, notice.link.text));
  (notice.actions ?? []).forEach((action, index) => {
    choices.append(...link(action.url, action.text));
    if (!action.value || !may('operator')) return;
    choices.append(button(action.text, 'plain', async () => {
      await call('POST', `/api/notices/${notice.id}/actions`, { action: index, event: notice.eventId });
      toast(`${action.text}: done`);
      await page.refresh();
    }));
  });
  if (choices.childElementCount) rows.append(choices);
  return rows;
}

export function sourceRow(source) {
  const tags = make('span', 'tags');
  if (source.refusals) tags.append(tag('dead', `${source.refusals.count} refused`));
  const row = make('div', 'row',
    make('span', 'name', source.door), tags,
    make('span', 'note', source.verify === source.name ? '' : `${source.verify} · `,
      source.lastEvent ? `${source.lastEvent.type} ` : 'no event yet', source.lastEvent ? when(source.lastEvent.at) : ''));
  if (source.refusals) {
    row.append(make('span', 'note error', `${source.refusals.lastReason}: ${source.refusals.lastDetail} `,
      when(source.refusals.lastAt)));
  }
  if (may('operator')) {
    row.append(make('span', 'actions', button('Send a test', 'plain', async () => {
      const { event } = await call('POST', `/api/sources/${encodeURIComponent(source.name)}/test`);
      await page.refresh();
      await page.show(event);
    })));
  }
  return row;
}

export function channelRow(channel) {
  const row = make('div', 'row', make('span', 'name', channel.name), make('span', 'tags'));
  for (const target of channel.targets) {
    const line = make('span', 'note target', make('span', `dot ${targetTone(target)}`), ' ',
      [target.medium, target.address].filter(Boolean).join(' '),
      target.lastSent ? ' · ' : ' · nothing sent yet', target.lastSent ? when(target.lastSent) : '',
      target.failures ? ` · ${plural(target.failures, 'failure')}` : '');
    row.append(line);
    const why = target.disabledBecause ? `disabled: ${target.disabledBecause}` : target.lastError;
    if (why) row.append(make('span', 'note error', why));
  }
  if (may('operator')) {
    row.append(make('span', 'actions', button('Send a test', 'plain', async () => {
      await call('POST', `/api/channels/${encodeURIComponent(channel.name)}/test`, {});
      toast(`A test is on its way to ${channel.name}`);
      await page.refresh();
    })));
  }
  return row;
}

function targetTone(target) {
  if (target.disabledSince) return 'bad';
  if (target.failures) return 'warn';
  return target.lastSent ? 'good' : '';
}

/** A link to a web address; none to anything else, nor to one that is masked. */
function link(url, text) {
  if (!/^https?:\/\//i.test(url ?? '')) return [];
  const element = make('a', 'plain', text || url);
  element.href = url;
  element.target = '_blank';
  element.rel = 'noopener noreferrer';
  return [element];
}

const ESCAPED = /\\([!-/:-@[-`{-~])/;
const CODE = /`+/;
const STARS = /\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}/;
/** Within a word it is part of a name, such as light_on. */
const UNDERSCORES = /(?<![\p{L}\p{N}_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\p{L}\p{N}_])/;
const MARKS = new RegExp([ESCAPED, CODE, STARS, UNDERSCORES].map((mark) => mark.source).join('|'), 'gu');

/** A block of code: the same backticks before and after it. */
const BLOCK = /^(`{3,})[^\n]*\n([\s\S]*?)\n\1[ ]*$/gm;

/** Markdown as one would read it aloud; a block of code, such as a call that is asked about, is left as it is. */
function plain(markdown) {
  let text = '';
  let from = 0;
  for (const block of markdown.matchAll(BLOCK)) {
    text += words(markdown.slice(from, block.index)) + block[2];
    from = block.index + block[0].length;
  }
  return text + words(markdown.slice(from));
}

/** Without marks, escapes and the addresses of links. */
function words(markdown) {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(MARKS, '$1')
    .replace(/^\s*[-#>]+\s+/gm, '');
}

export function routeRow(file) {
  const row = make('div', 'row', make('span', 'name', file.file),
    make('span', `tag ${file.state === 'running' ? 'good' : tone(file.state)}`, file.state),
    file.origin === 'jar' ? make('span', 'note', 'from the jar') : '');
  for (const problem of file.problems) {
    const place = [problem.line, problem.column].filter((number) => number > 0).join(':');
    row.append(make('span', 'note error',
      [place, problem.message].filter(Boolean).join(' '), problem.suggestion ? ` — ${problem.suggestion}` : ''));
  }
  return row;
}

export function subscriptionRow(subscription) {
  const tags = make('span', 'tags');
  if (subscription.state === 'parked') tags.append(tag('parked'));
  if (subscription.pausedUntil) tags.append(tag('paused'));
  for (const name of ['waiting', 'running', 'blocked', 'dead']) {
    if (subscription[name] > 0) {
      tags.append(tag(name, `${subscription[name] > 10000 ? '10000+' : subscription[name]} ${name}`));
    }
  }
  const late = subscription.waiting > 0 && subscription.dueSince && new Date(subscription.dueSince) < new Date();
  return make('div', 'row',
    make('span', 'name', subscription.name), tags,
    make('span', 'note', subscription.pattern, late ? ` · oldest waits for ${ago(subscription.dueSince)}` : ''));
}

export function systemChip(system) {
  const chip = make('button', 'system', make('span', `dot ${tone(system.status)}`), system.system,
    system.status === 'up' ? null
      : make('span', 'quiet', [system.status, system.since ? ago(system.since) : ''].filter(Boolean).join(' ')));
  const needs = system.dependsOn?.length ? `needs ${system.dependsOn.join(', ')}` : '';
  chip.title = [system.status, system.since ? `for ${ago(system.since)}` : '', needs, system.detail]
    .filter(Boolean).join(' · ');
  chip.type = 'button';
  chip.dataset.system = system.system;
  chip.addEventListener('click', () => page.showSystem(system));
  return chip;
}
