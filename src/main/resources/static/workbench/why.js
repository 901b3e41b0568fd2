// Why an event did what it did: the steps of each flow that took it, and what kept it from the others.

import { fetchJson } from './api.js';
import { button, make, tag } from './dom.js';
import { showRun } from './run.js';

const KEPT = {
  failed: 'it failed',
  edited: 'it was one of the first after an edit',
  slow: 'it was slow',
  sampled: 'it was drawn by lot',
};

/** @param id of an event, or of a notice */
export async function why(id) {
  const answer = await fetchJson(`/api/events/${encodeURIComponent(id)}/why`);
  const pieces = [make('h3', '', 'Why'), make('p', 'small', answer.door)];
  for (const cause of answer.causes) {
    if (!cause.pressed) continue;
    pieces.push(make('p', 'small', `${cause.pressed.by} pressed ${cause.pressed.button ?? 'a button'}`));
  }
  if (answer.run) pieces.push(runBox(answer.run));
  for (const ran of answer.ran) pieces.push(ranBox(ran));
  if (answer.missed.length) {
    pieces.push(make('h3', '', 'Flows that did not take it'));
    for (const missed of answer.missed) pieces.push(missedBox(missed));
  }
  if (answer.others) pieces.push(make('p', 'quiet small', `${answer.others} more want other events`));
  return pieces;
}

function runBox(run) {
  const box = make('div', 'delivery',
    make('div', 'head', make('span', 'name', `agent ${run.agent}`), tag(run.state)));
  for (const step of run.steps) {
    box.append(make('div', 'change', `${step.seq} ${step.model ? 'asked ' : ''}`, make('code', '', step.name), ' ',
      [step.state, step.decision, step.tookMillis === undefined ? '' : `took ${step.tookMillis} ms`].filter(Boolean).join(' · ')));
  }
  box.append(make('div', 'actions', button('All steps', 'plain', () => showRun(run.id))));
  return box;
}

function ranBox(ran) {
  const box = make('div', 'delivery', make('div', 'head', make('span', 'name', ran.flow), tag(ran.state)));
  if (ran.description) box.append(make('div', 'quiet small', ran.description));
  if (ran.version) {
    const since = new Date(ran.version.since).toLocaleString();
    box.append(make('div', 'quiet small',
      `${ran.version.file} of ${since}, ${ran.version.changedSince ? 'changed since' : 'which runs today'}`));
    if (ran.version.diff) box.append(folded('What was changed since', make('pre', '', ran.version.diff)));
  }
  for (const trace of ran.traces) {
    box.append(make('div', 'quiet small',
      `Attempt ${trace.claim} took ${millis(trace.tookMicros)}; its steps are kept because ${KEPT[trace.kept]}`));
    const steps = make('ol', 'steps');
    for (const step of trace.steps) steps.append(stepRow(step));
    box.append(steps);
    if (trace.omitted) box.append(make('div', 'quiet small', `${trace.omitted} steps are left out before the last ones`));
  }
  if (!ran.traces.length) box.append(make('div', 'quiet small', 'The steps of this run were not kept.'));
  return box;
}

function stepRow(step) {
  const row = make('li', step.failure ? 'failed' : '',
    make('span', 'name', step.step), make('span', 'when', millis(step.micros)), make('span', 'place', step.at));
  row.style.paddingInlineStart = `${Math.min(step.depth ?? 0, 6) * 14}px`;
  for (const change of step.changed ?? []) {
    row.append(make('div', 'change', make('span', 'what', change.what), ' ',
      change.was === undefined ? '' : make('del', '', change.was), ' ',
      make('ins', '', change.now ?? 'gone')));
  }
  if (step.call) {
    row.append(make('div', 'change', 'asked ', make('code', '', step.call.uri),
      step.call.status ? `, was answered ${step.call.status}` : ''));
  }
  if (step.failure) row.append(make('div', 'error small', step.failure));
  return row;
}

function missedBox(missed) {
  const box = make('div', 'delivery', make('div', 'head', make('span', 'name', missed.flow)),
    make('div', 'small', missed.text));
  for (const part of missed.parts) {
    const values = Object.entries(part.values).map(([name, value]) => `${name} was ${value}`).join(', ');
    box.append(make('div', 'change', make('code', '', part.text), values ? `: ${values}` : '', part.problem ? `: ${part.problem}` : ''));
  }
  return box;
}

function folded(title, content) {
  return make('details', '', make('summary', 'quiet small', title), content);
}

const millis = (micros) => `${(micros / 1000).toFixed(1)} ms`;
