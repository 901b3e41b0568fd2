// The first page: what is, what happened, and what wants a person. It asks the API every few seconds, and less often
// when the answers take long, as a filter with few matches in a long history does.
// Everything that comes from the API is untrusted: it becomes text, never markup.

const POLL_MS = 2500;
const PAGE = 40;
const $ = (id) => document.getElementById(id);

const state = { timer: 0, type: '', older: [], next: null, me: null, shown: null, running: false };

// ---------------------------------------------------------------- the API

class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      'X-Hub-Page': '1',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const json = text && (response.headers.get('Content-Type') || '').includes('json') ? JSON.parse(text) : null;
  if (json && json.data !== undefined) json.dataText = JSON.stringify(exact(text).data, null, 2);
  if (!response.ok) {
    throw new Problem(response.status, (json && json.detail) || `The hub answered ${response.status}`);
  }
  return json;
}

/** Numbers as they were written, where the browser can: 64-bit ids and prices do not survive a double. */
function exact(text) {
  if (!JSON.rawJSON) return JSON.parse(text);
  return JSON.parse(text, (key, value, context) =>
    (typeof value === 'number' && context ? JSON.rawJSON(context.source) : value));
}

const fetchJson = (path) => call('GET', path);

/** Null for what this hub does not have. */
async function optional(path) {
  try {
    return await fetchJson(path);
  } catch (problem) {
    if (problem.status === 404 || problem.status === 403) return null;
    throw problem;
  }
}

const may = (scope) => {
  const scopes = ['viewer', 'operator', 'editor', 'admin'];
  return state.me !== null && scopes.indexOf(state.me.scope) >= scopes.indexOf(scope);
};

// ---------------------------------------------------------------- text into elements

function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const piece of content) {
    if (piece === null || piece === undefined || piece === '') continue;
    element.append(piece instanceof Node ? piece : document.createTextNode(String(piece)));
  }
  return element;
}

function button(text, className, onClick) {
  const element = make('button', className, text);
  element.type = 'button';
  element.addEventListener('click', async (event) => {
    event.stopPropagation();
    element.disabled = true;
    try {
      await onClick();
    } catch (problem) {
      toast(problem.message);
    } finally {
      element.disabled = false;
    }
  });
  return element;
}

function ago(time) {
  if (!time) return '';
  const seconds = Math.max(0, (Date.now() - new Date(time).getTime()) / 1000);
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

function when(time) {
  const element = make('time', 'when', ago(time));
  if (time) {
    element.dateTime = time;
    element.title = new Date(time).toLocaleString();
  }
  return element;
}

const TONES = {
  done: 'good', up: 'good', success: 'good', active: '',
  dead: 'bad', down: 'bad', refused: 'bad', quarantined: 'bad', unreadable: 'bad', error: 'bad', critical: 'bad',
  running: 'warn', waiting: 'warn', ignored: 'warn', blocked: 'warn',
  paused: 'warn', parked: 'warn', degraded: 'warn', warning: 'warn',
};
const tone = (word) => TONES[word] ?? '';
const tag = (word, text) => make('span', `tag ${tone(word)}`, text ?? word);

/** Replaces the list's content unless it is what stands there, so that nothing flickers or loses the focus. */
function fill(list, items, row, empty) {
  const picture = JSON.stringify(items);
  if (list.dataset.picture === picture) {
    list.querySelectorAll('time').forEach((time) => { time.textContent = ago(time.dateTime); });
    return;
  }
  list.dataset.picture = picture;
  list.replaceChildren(
    ...(items.length ? items.map((item) => make('li', '', row(item))) : [make('li', 'empty', empty)]));
}

let toastTimer = 0;
function toast(text) {
  $('toast').textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $('toast').textContent = ''; }, 5000);
}

const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

// ---------------------------------------------------------------- rows

function eventRow(event) {
  const tags = make('span', 'tags');
  for (const [name, count] of Object.entries(event.deliveries)) {
    tags.append(tag(name, count > 1 ? `${count} ${name}` : name));
  }
  const row = make('button', 'row',
    make('span', 'name', event.type),
    when(event.at),
    make('span', 'note', [event.source, event.subject].filter(Boolean).join(' · '), ' '));
  row.querySelector('.note').append(tags);
  row.type = 'button';
  row.addEventListener('click', () => show(event.id));
  return row;
}

function deadRow(delivery) {
  const row = make('div', 'row',
    make('span', 'name', delivery.subscription),
    when(delivery.endedAt ?? delivery.createdAt),
    make('span', 'note', [delivery.type, delivery.subject].filter(Boolean).join(' · ')),
    make('span', 'note error', delivery.error ?? delivery.reason));
  const actions = make('span', 'actions', button('Show', 'plain', () => show(delivery.event)));
  if (may('operator')) {
    actions.append(
      button('Retry', 'plain', async () => {
        await call('POST', `/api/deliveries/${delivery.id}/retry`);
        toast('The delivery will be tried again');
        await refresh();
      }),
      button('Discard', 'plain', async () => {
        if (!confirm(`Discard this delivery to ${delivery.subscription}? The event itself stays.`)) return;
        await call('POST', `/api/deliveries/${delivery.id}/discard`);
        await refresh();
      }));
  }
  row.append(actions);
  return row;
}

function noticeRow(notice) {
  const row = make('button', 'row',
    make('span', 'name prose', notice.title ?? plain(notice.text)), when(notice.updatedAt),
    make('span', 'note', tag(notice.severity), ' ', notice.title ? plain(notice.text) : ''));
  row.type = 'button';
  row.addEventListener('click', () => show(notice.eventId));
  const rows = document.createDocumentFragment();
  rows.append(row);
  const choices = make('div', 'choices');
  (notice.actions ?? []).forEach((action, index) => {
    if (!action.value || !may('operator')) return;
    choices.append(button(action.text, 'plain', async () => {
      await call('POST', `/api/notices/${notice.id}/actions`, { action: index, event: notice.eventId });
      toast(`${action.text}: done`);
      await refresh();
    }));
  });
  if (choices.childElementCount) rows.append(choices);
  return rows;
}

function sourceRow(source) {
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
      await refresh();
      await show(event);
    })));
  }
  return row;
}

function channelRow(channel) {
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
      await refresh();
    })));
  }
  return row;
}

function targetTone(target) {
  if (target.disabledSince) return 'bad';
  if (target.failures) return 'warn';
  return target.lastSent ? 'good' : '';
}

/** Markdown as one would read it aloud: without marks, escapes and the addresses of links. */
function plain(markdown) {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])|[`*_]{1,3}/g, '$1')
    .replace(/^\s*[-#>]+\s+/gm, '');
}

function routeRow(file) {
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

function subscriptionRow(subscription) {
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

function systemChip(system) {
  const chip = make('span', 'system', make('span', `dot ${tone(system.status)}`), system.system,
    system.status === 'up' ? null : make('span', 'quiet', system.status));
  chip.title = [system.status, system.since ? `for ${ago(system.since)}` : '', system.detail]
    .filter(Boolean).join(' · ');
  return chip;
}

// ---------------------------------------------------------------- one event

async function show(id) {
  const event = await fetchJson(`/api/events/${id}`).catch((problem) => toast(problem.message));
  if (!event) return;
  state.shown = id;
  $('detail-title').textContent = event.type;
  $('detail-body').replaceChildren(...detail(event));
  if (!$('detail').open) $('detail').showModal();
  $('detail').scrollTop = 0;
}

function detail(event) {
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

  const pieces = [facts];
  if (may('operator')) {
    pieces.push(make('div', 'actions', button('Replay', '', async () => {
      const made = await call('POST', `/api/events/${event.id}/replay`, {});
      toast(`Handed out again: ${plural(made.deliveries, 'delivery').replace('deliverys', 'deliveries')}`);
      await show(event.id);
    })));
  }
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
  if (delivery.reason) box.append(make('div', 'error small', delivery.reason));
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

// ---------------------------------------------------------------- the board

async function refresh() {
  const filter = state.type ? `&type=${encodeURIComponent(state.type)}` : '';
  const [events, dead, subscriptions, notices, sources, channels, routes, systems] = await Promise.all([
    fetchJson(`/api/events?limit=${PAGE}${filter}`).then(
      (page) => ((($('filter-error').textContent = '')), page),
      (problem) => {
        if (problem.status !== 400) throw problem;
        $('filter-error').textContent = problem.message;
        return null;
      }),
    fetchJson('/api/deliveries?state=dead&limit=20'),
    fetchJson('/api/subscriptions'),
    optional('/api/notices?limit=15'),
    optional('/api/sources'),
    optional('/api/channels'),
    optional('/api/routes'),
    optional('/api/systems'),
  ]);
  if (events) showEvents(events);
  fill($('dead'), dead.items, deadRow, 'None. Everything found its way.');
  $('dead-title').textContent = dead.items.length
    ? `Dead letters · ${dead.items.length}${dead.next ? '+' : ''}` : 'Dead letters';
  $('retry-all').hidden = !dead.items.length || !may('operator');
  fill($('subscriptions'), subscriptions.items, subscriptionRow, 'No route listens to events yet.');
  section('notices', notices, noticeRow, 'No notices yet.');
  section('sources', sources, sourceRow, 'No source may send yet: see hub.ingress.sources in the README.');
  section('channels', channels, channelRow, '');
  section('routes', routes, routeRow, 'No routes.');
  section('systems', systems, systemChip, '');
}

function section(name, page, row, empty) {
  $(`${name}-section`).hidden = page === null;
  if (page === null) return;
  const items = page.items ?? page;
  if (name === 'systems') {
    $('systems').replaceChildren(...items.map(row));
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
  fill($('events'), [...page.items, ...state.older], eventRow,
    state.type ? `No events like ${state.type}.` : 'No events yet. Send one to a door.');
  $('more').hidden = state.next === null;
}

$('more').addEventListener('click', async () => {
  const filter = state.type ? `&type=${encodeURIComponent(state.type)}` : '';
  const page = await fetchJson(`/api/events?limit=${PAGE}${filter}&cursor=${encodeURIComponent(state.next)}`)
    .catch((problem) => toast(problem.message));
  if (!page) return;
  const known = new Set([...(state.first ?? []), ...state.older].map((event) => event.id));
  state.older = [...state.older, ...page.items.filter((event) => !known.has(event.id))];
  state.next = page.next;
  fill($('events'), [...(state.first ?? []), ...state.older], eventRow, '');
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
  state.me = null;
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
  if (!document.hidden && state.me) tick();
});

async function start() {
  try {
    state.me = await fetchJson('/api/session');
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
  $('who').textContent = `${state.me.name} · ${state.me.scope}`;
  await tick();
  await follow(asked);
}

/** What a link in a notice leads to. */
async function follow(asked) {
  try {
    const notice = asked.get('notice');
    const id = notice ? (await fetchJson(`/api/notices/${encodeURIComponent(notice)}`)).eventId : asked.get('event');
    if (id) await show(id);
  } catch (problem) {
    toast(problem.message);
  }
}

start();
