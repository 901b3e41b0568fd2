// One system in a dialogue: how it is, how it was on each of the last 30 days, and what to do while it is worked on.

import { call, fetchJson, may } from './api.js';
import { $, ago, button, make, tag, toast, when } from './dom.js';

export async function showSystem(system) {
  const history = await fetchJson(`/api/systems/${encodeURIComponent(system.system)}/history`)
    .catch((problem) => toast(problem.message));
  if (!history) return;
  $('detail-title').textContent = system.system;
  $('detail-body').replaceChildren(...pieces(system, history));
  if (!$('detail').open) $('detail').showModal();
  $('detail').scrollTop = 0;
}

function pieces(system, history) {
  const facts = make('dl', 'facts');
  const fact = (name, ...value) => {
    if (value.some(Boolean)) facts.append(make('dt', '', name), make('dd', '', ...value));
  };
  fact('is', tag(system.status), system.since ? ` for ${ago(system.since)}` : '');
  fact('because', system.detail);
  fact('asked', system.checkedAt ? `${ago(system.checkedAt)} ago` : '',
    system.tookMicros === undefined ? '' : `, took ${millis(system.tookMicros)}`);
  fact('needs', system.dependsOn.join(', '));
  fact('was up', shares(history));
  fact('worked on', history.maintainedUntil ? `until ${new Date(history.maintainedUntil).toLocaleString()}` : '');

  const all = [facts];
  if (may('operator')) all.push(make('div', 'actions', ...maintenance(system, history)));
  all.push(make('h3', '', '30 days'), strip(history.days), make('h3', '', 'Changes'));
  if (!history.changes.length) all.push(make('p', 'empty', 'None is known.'));
  const list = make('ol', 'list');
  for (const change of history.changes) {
    list.append(make('li', '', make('div', 'row',
      make('span', '', tag(change.status)), when(change.at),
      make('span', change.status === 'up' ? 'note' : 'note error', change.error))));
  }
  all.push(list);
  return all;
}

function maintenance(system, history) {
  const quiet = (text, duration) => button(text, 'plain', async () => {
    await call('POST', `/api/systems/${encodeURIComponent(system.system)}/maintenance`, { duration });
    await showSystem(system);
  });
  return [quiet('Quiet for 1 h', '1h'), quiet('Quiet for 4 h', '4h'),
    history.maintainedUntil ? quiet('No longer quiet', '0s') : ''];
}

function shares(history) {
  const share = (value, span) => (value === undefined || value === null ? '' : `${percent(value)} of ${span}`);
  return [share(history.day, 'a day'), share(history.week, 'a week'), share(history.month, '30 days')]
    .filter(Boolean).join(', ');
}

/** Cut, not rounded: what was down for a second was not up all the time. */
const percent = (share) => `${(Math.floor(share * 1e4) / 100).toFixed(2)} %`;

const millis = (micros) => (micros < 1000 ? 'less than 1 ms' : `${Math.round(micros / 1000)} ms`);

function strip(days) {
  const bars = make('div', 'strip');
  for (const day of days) {
    const bar = make('i', day.status);
    bar.title = `${day.day}: ${words(day)}`;
    bars.append(bar);
  }
  return bars;
}

function words(day) {
  if (day.status === 'unknown') return 'not known';
  return [day.downSeconds ? `down for ${span(day.downSeconds)}` : '',
    day.degradedSeconds ? `degraded for ${span(day.degradedSeconds)}` : ''].filter(Boolean).join(', ') || 'up';
}

function span(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
