// One run of an agent in a dialogue: what it was asked, each call of a model and a tool, and what people decided. It is read
// again while the run goes on.

import { call, exact, fetchJson, may } from './api.js';
import { $, ago, button, make, plural, tag, toast, when } from './dom.js';
import { questionBox } from './question.js';

const POLL_MS = 1500;
const ACTIVE = ['running', 'waiting'];

let timer = 0;

export async function showRun(id) {
  clearTimeout(timer);
  const answer = await fetchJson(`/api/runs/${encodeURIComponent(id)}`).catch((problem) => toast(problem.message));
  if (!answer) return;
  $('detail-title').textContent = `${answer.run.agent} · ${answer.run.state}`;
  $('detail-body').dataset.run = `${id} ${answer.run.revision}`;
  $('detail-body').replaceChildren(...pieces(answer));
  if (!$('detail').open) $('detail').showModal();
  $('detail').scrollTop = 0;
  watch(answer.run);
}

/** What is unfolded or written stays so for as long as nothing happens. */
function watch(run) {
  if (!ACTIVE.includes(run.state)) return;
  timer = setTimeout(async () => {
    const shown = () => $('detail').open && $('detail-body').dataset.run === `${run.id} ${run.revision}`;
    if (!shown()) return;
    const answer = await fetchJson(`/api/runs/${run.id}`).catch(() => null);
    if (!shown()) return;
    if (answer && answer.run.revision !== run.revision) {
      const place = $('detail').scrollTop;
      $('detail-title').textContent = `${answer.run.agent} · ${answer.run.state}`;
      $('detail-body').dataset.run = `${run.id} ${answer.run.revision}`;
      $('detail-body').replaceChildren(...pieces(answer));
      $('detail').scrollTop = place;
    }
    watch(answer ? answer.run : run);
  }, POLL_MS);
}

function pieces({ run, steps, approvals }) {
  const findings = make('div', '');
  const all = [facts(run), actions(run, findings), findings];
  const open = approvals.filter((approval) => approval.state === 'open');
  for (const approval of open) all.push(questionBox(approval, () => showRun(run.id)));
  all.push(make('h3', '', 'It was asked'), make('pre', '', run.task));
  if (run.answer) all.push(make('h3', '', 'It answered'), make('pre', '', run.answer));
  if (run.error) all.push(make('h3', '', 'It failed'), make('p', 'error small', run.error));
  all.push(make('h3', '', 'Steps'));
  if (!steps.length) all.push(make('p', 'empty', 'None yet.'));
  for (const step of steps) all.push(stepBox(run, step));
  const decided = approvals.filter((approval) => approval.state !== 'open');
  if (decided.length) {
    all.push(make('h3', '', 'What people decided'));
    for (const approval of decided) all.push(decision(approval));
  }
  return all;
}

function facts(run) {
  const list = make('dl', 'facts');
  const fact = (name, ...value) => {
    if (value.some(Boolean)) list.append(make('dt', '', name), make('dd', '', ...value));
  };
  fact('run', run.id);
  fact('is', tag(run.state), ACTIVE.includes(run.state) && run.pause ? ` for ${run.pause}` : '');
  fact('begun by', [run.person, run.origin].filter(Boolean).join(', by '));
  fact('conversation', run.conversation);
  fact('began', new Date(run.startedAt).toLocaleString(), run.endedAt ? `, took ${lasted(run)}` : `, ${ago(run.startedAt)} ago`);
  fact('tokens', `${run.tokensIn} read, ${run.tokensOut} written`, run.cost ? `, cost ${run.cost}` : '');
  fact('may use', `${plural(run.budget.steps, 'step')}, ${plural(run.budget.tokens, 'token')}, ${run.budget.time}`);
  fact('not trusted', run.taint.join(', '));
  if (run.parent) fact('asked by', button('the run above it', 'plain', () => showRun(run.parent)));
  if (run.forkedFrom) {
    fact('forked', `in step ${run.forkedStep} of `, button('another run', 'plain', () => showRun(run.forkedFrom)));
  }
  return list;
}

function actions(run, findings) {
  const all = make('div', 'actions');
  if (!may('operator')) return all;
  if (ACTIVE.includes(run.state)) {
    all.append(button('Cancel', 'plain', async () => {
      if (!confirm('End this run? What it has done stays done.')) return;
      await call('POST', `/api/runs/${run.id}/cancel`);
      await showRun(run.id);
    }));
  } else {
    all.append(button('Replay', 'plain', async () => {
      const replay = await call('POST', `/api/runs/${run.id}/replay`);
      const other = replay.questions.filter((question) => !question.equal).map((question) => question.step);
      findings.replaceChildren(make('p', 'small', replay.equal
        ? `All ${plural(replay.questions.length, 'question')} to models come out as they were asked.`
        : `Other questions come out in ${other.map((step) => `step ${step}`).join(', ')}.`));
    }));
  }
  if (run.forkedFrom) {
    all.append(button('Compare', 'plain', async () => {
      const found = await fetchJson(`/api/runs/${run.forkedFrom}/compare/${run.id}`);
      findings.replaceChildren(...comparison(found));
    }));
  }
  return all;
}

function comparison(found) {
  const all = [make('p', 'small', `${plural(found.equal, 'step')} equal, ${found.different.length} different.`)];
  for (const one of found.different) {
    all.push(make('div', 'delivery',
      make('div', 'head', make('span', 'name', `${one.position}`), make('span', 'quiet small', one.fields.join(', '))),
      side('was', one.left), side('is', one.right)));
  }
  return all;
}

function side(word, step) {
  const said = step ? [step.name, step.arguments, step.result ?? step.error].filter(Boolean).join('\n') : 'no step';
  return make('div', 'change', `${word} `, make(word === 'was' ? 'del' : 'ins', '', said));
}

function stepBox(run, step) {
  const box = make('div', 'delivery', make('div', 'head',
    make('span', 'name', `${step.seq} · ${step.kind === 'tool' ? step.name : `asked ${step.name}`}`), tag(step.state)));
  box.append(make('div', 'quiet small', times(step)));
  if (step.arguments) box.append(make('pre', 'call', pretty(step.arguments)));
  for (const wanted of step.calls) {
    box.append(make('div', 'change', 'calls ', make('code', '', `${wanted.name} ${wanted.arguments}`)));
  }
  if (step.decision) box.append(make('div', 'quiet small', step.decision));
  if (step.taint) box.append(make('div', 'quiet small', `not trusted: ${step.taint}`));
  if (step.thinking) box.append(folded('What it thought', make('pre', '', step.thinking)));
  if (step.result) box.append(folded(step.kind === 'tool' ? 'What it answered' : 'What it said', make('pre', '', pretty(step.result))));
  if (step.error) box.append(make('div', 'error small', step.error));
  if (step.kind === 'model' && may('operator')) box.append(modelActions(run, step, box));
  return box;
}

function modelActions(run, step, box) {
  return make('div', 'actions',
    button('Question', 'plain', async () => {
      const asked = await fetchJson(`/api/runs/${run.id}/steps/${step.seq}/question`);
      box.querySelector('.asked')?.remove();
      box.append(make('div', 'asked', ...asked.items.map(turn)));
    }),
    button('Fork', 'plain', async () => {
      const model = prompt('Ask again from here. With which of hub.models? Leave it empty for the agent’s own.', '');
      if (model === null) return;
      const forked = await call('POST', `/api/runs/${run.id}/fork`, { step: step.seq, ...(model.trim() ? { model: model.trim() } : {}) });
      toast('It is asked again; nothing that changes something is done');
      await begun(forked.id);
    }));
}

/** The row of a run is there a moment after its start is stored. */
async function begun(id) {
  for (let look = 0; look < 20; look++) {
    if (await fetchJson(`/api/runs/${id}`).catch(() => null)) break;
    await new Promise((wake) => { setTimeout(wake, 100); });
  }
  await showRun(id);
}

function turn(said) {
  return make('div', 'change', `${said.role}${said.tool ? ` ${said.tool}` : ''}`,
    make('pre', '', [said.text, ...said.calls.map((wanted) => `${wanted.name} ${wanted.arguments}`)].filter(Boolean).join('\n')));
}

function decision(approval) {
  return make('div', 'change', `A${approval.number} `, tag(approval.state),
    ` ${[approval.tool, approval.by && `by ${approval.by}`, approval.reason].filter(Boolean).join(' · ')}`,
    approval.edited ? make('pre', '', pretty(approval.edited)) : '');
}

function times(step) {
  return [
    step.tookMillis === null || step.tookMillis === undefined ? '' : `took ${millis(step.tookMillis)}`,
    step.firstMillis ? `first word after ${millis(step.firstMillis)}` : '',
    step.tokensIn ? `${step.tokensIn} tokens read, ${step.tokensOut ?? 0} written` : '',
    step.cost ? `cost ${step.cost}` : '',
  ].filter(Boolean).join(' · ');
}

const folded = (title, content) => make('details', '', make('summary', 'quiet small', title), content);

const millis = (count) => (count < 10000 ? `${count} ms` : `${Math.round(count / 1000)} s`);

const lasted = (run) => millis(new Date(run.endedAt) - new Date(run.startedAt));

/** JSON with its lines, anything else as it is. */
function pretty(text) {
  try {
    return JSON.stringify(exact(text), null, 2);
  } catch {
    return text;
  }
}

/** A run in a list. */
export function runRow(run) {
  const row = make('button', 'row',
    make('span', 'name', run.agent, ' ', tag(run.state)), when(run.startedAt),
    make('span', 'note', [run.person, run.task].filter(Boolean).join(' · ')));
  row.type = 'button';
  row.addEventListener('click', () => showRun(run.id));
  return row;
}
