// The first page: what is, what happened, and what wants a person. It asks the API every few seconds, and less often
// when the answers take long, as a filter with few matches in a long history does.

import { call, fetchJson, may, optional, session } from './api.js';
import { $, fill, make, toast } from './dom.js';
import { show } from './event.js';
import { questionBox } from './question.js';
import { channelRow, connect, deadRow, eventOrRunRow, fold, noticeRow, routeRow, sourceRow, subscriptionRow, systemChip } from './rows.js';
import { runRow, showRun } from './run.js';
import { showSystem } from './system.js';

const POLL_MS = 2500;
const PAGE = 40;
/** With fewer rows the list reads on, as the steps of a run are one row; so many pages at most. */
const FEW_ROWS = 20;
const MOST_PAGES = 5;

const state = { timer: 0, type: '', first: null, older: [], next: null, running: false };

/** Whoever asks for events of agents sees each of them. */
const rowsOf = (events) => (/^agent(\.|$)/.test(state.type) ? events : fold(events));

/**
 * Events from a place on; from the newest one without a cursor.
 *
 * @param above those that are on show above them
 * @param pages how many are read at most
 */
async function readEvents(cursor, above, pages) {
  const { type } = state;
  const items = [];
  const rowsBefore = rowsOf(above).length;
  let next = cursor;
  for (let read = 0; read < pages; read++) {
    const page = await fetchJson(`/api/events?limit=${PAGE}${type ? `&type=${encodeURIComponent(type)}` : ''}`
      + `${next ? `&cursor=${encodeURIComponent(next)}` : ''}`);
    items.push(...page.items);
    next = page.next;
    if (next === null || rowsOf([...above, ...items]).length - rowsBefore >= FEW_ROWS) break;
  }
  return { items, next };
}

async function refresh() {
  const [events, dead, subscriptions, held, notices, sources, channels, routes, systems, questions, runs] = await Promise.all([
    readEvents(null, [], state.older.length ? 1 : MOST_PAGES).then(
      (page) => ((($('filter-error').textContent = '')), page),
      (problem) => {
        if (problem.status !== 400) throw problem;
        $('filter-error').textContent = problem.message;
        return null;
      }),
    fetchJson('/api/deliveries?state=dead&limit=20'),
    fetchJson('/api/subscriptions'),
    optional('/api/notices/held'),
    optional('/api/notices?limit=15'),
    optional('/api/sources'),
    optional('/api/channels'),
    optional('/api/routes'),
    optional('/api/systems'),
    optional('/api/approvals?limit=20'),
    optional('/api/runs?limit=15'),
  ]);
  if (events) showEvents(events);
  fill($('dead'), dead.items, deadRow, 'None. Everything found its way.');
  $('dead-title').textContent = dead.items.length
    ? `Dead letters · ${dead.items.length}${dead.next ? '+' : ''}` : 'Dead letters';
  $('retry-all').hidden = !dead.items.length || !may('operator');
  fill($('subscriptions'), subscriptions.items, subscriptionRow, 'No route listens to events yet.');
  if (notices && held) notices.items.unshift(...held.items);
  section('notices', notices, noticeRow, 'No notices yet.');
  section('sources', sources, sourceRow, 'No source may send yet: see hub.ingress.sources in the README.');
  section('channels', channels, channelRow, '');
  section('routes', routes, routeRow, 'No routes.');
  section('systems', systems, systemChip, '');
  // what somebody writes stays
  if (!$('questions').querySelector('textarea')) section('questions', some(questions), questionRow, '');
  section('runs', some(runs), runRow, '');
}

/** A hub whose agents were never asked shows nothing of them. */
const some = (page) => (page?.items.length ? page : null);

function questionRow(approval) {
  return make('div', 'row', questionBox(approval, refresh, () => showRun(approval.run)));
}

function section(name, page, row, empty) {
  $(`${name}-section`).hidden = page === null;
  if (page === null) return;
  const items = page.items ?? page;
  if (name === 'systems') {
    // whoever goes through them by keyboard keeps the place
    const focused = document.activeElement?.dataset.system;
    $('systems').replaceChildren(...items.map(row));
    if (focused) $('systems').querySelector(`[data-system="${CSS.escape(focused)}"]`)?.focus();
  } else {
    fill($(name), items, row, empty);
  }
}

function showEvents(page) {
  const fresh = new Set(page.items.map((event) => event.id));
  // what slid off the first page while older ones are on show stays on show
  if (state.older.length) {
    state.older = [...(state.first ?? []), ...state.older].filter((event) => !fresh.has(event.id));
  } else {
    state.next = page.next;
  }
  state.first = page.items;
  fill($('events'), rowsOf([...page.items, ...state.older]), eventOrRunRow,
    state.type ? `No events like ${state.type}.` : 'No events yet. Send one to a door.');
  $('more').hidden = state.next === null;
}

$('more').addEventListener('click', async () => {
  const shown = [...(state.first ?? []), ...state.older];
  const page = await readEvents(state.next, shown, MOST_PAGES).catch((problem) => toast(problem.message));
  if (!page) return;
  const known = new Set([...(state.first ?? []), ...state.older].map((event) => event.id));
  state.older = [...state.older, ...page.items.filter((event) => !known.has(event.id))];
  state.next = page.next;
  fill($('events'), rowsOf([...(state.first ?? []), ...state.older]), eventOrRunRow, '');
  $('more').hidden = page.next === null;
});

$('retry-all').addEventListener('click', async () => {
  if (!confirm('Try all dead letters again?')) return;
  try {
    const { deliveries } = await call('POST', '/api/deliveries/retry', {});
    toast(`${deliveries} will be tried again`);
    await refresh();
  } catch (problem) {
    toast(problem.message);
  }
});

$('filter').addEventListener('submit', (event) => event.preventDefault());
let typing = 0;
$('filter-type').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    state.type = $('filter-type').value.trim();
    state.older = [];
    tick();
  }, 300);
});

$('detail-close').addEventListener('click', () => $('detail').close());
$('detail').addEventListener('click', (event) => {
  if (event.target === $('detail')) $('detail').close();
});

// ---------------------------------------------------------------- in, out, and round

function signedOut(message) {
  clearTimeout(state.timer);
  session.me = null;
  $('board').hidden = true;
  $('leave').hidden = true;
  $('who').textContent = '';
  $('pulse').textContent = '';
  $('sign-in').hidden = false;
  $('sign-in-error').textContent = message;
  $('token').focus();
}

$('sign-in-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    await call('POST', '/api/session', { token: $('token').value });
    $('token').value = '';
    await start();
  } catch (problem) {
    $('sign-in-error').textContent = problem.message;
  }
});

$('leave').addEventListener('click', async () => {
  await call('DELETE', '/api/session').catch(() => {});
  signedOut('');
});

async function tick() {
  clearTimeout(state.timer);
  if (state.running) return;
  state.running = true;
  const began = performance.now();
  try {
    await refresh();
    $('pulse').className = 'pulse';
    $('pulse').textContent = 'live';
  } catch (problem) {
    if (problem.status === 401) {
      signedOut('The session has ended.');
      return;
    }
    $('pulse').className = 'pulse lost';
    $('pulse').textContent = 'no answer';
  } finally {
    state.running = false;
  }
  if (!document.hidden) state.timer = setTimeout(tick, Math.max(POLL_MS, 10 * (performance.now() - began)));
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && session.me) tick();
});

async function start() {
  try {
    session.me = await fetchJson('/api/session');
  } catch (problem) {
    if (problem.status !== 401) {
      $('pulse').className = 'pulse lost';
      $('pulse').textContent = 'no answer';
      state.timer = setTimeout(start, POLL_MS);
      return;
    }
    signedOut(location.search === '?refused' ? 'That link was opened before, or is too old: java -jar hub.jar token link prints a new one.' : '');
    return;
  }
  const asked = new URLSearchParams(location.search);
  history.replaceState(null, '', '/');
  $('sign-in').hidden = true;
  $('board').hidden = false;
  $('leave').hidden = false;
  $('who').textContent = `${session.me.name} · ${session.me.scope}`;
  if (asked.has('type')) {
    state.type = asked.get('type').trim();
    $('filter-type').value = state.type;
  }
  await tick();
  await follow(asked);
}

/** What a link in a notice leads to. */
async function follow(asked) {
  try {
    const notice = asked.get('notice');
    const id = notice ? (await fetchJson(`/api/notices/${encodeURIComponent(notice)}`)).eventId : asked.get('event');
    if (id) await show(id, asked.has('why'));
    if (asked.has('run')) await showRun(asked.get('run'));
  } catch (problem) {
    toast(problem.message);
  }
}

connect({ show, showRun, showSystem, refresh });
start();
