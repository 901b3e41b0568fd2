// What a run asks people: one question with what may be answered.

import { call, exact, may } from './api.js';
import { button, make, toast, when } from './dom.js';

const ASKS = {
  call: (approval) => `may ${approval.agent} call ${approval.tool}?`,
  repeat: (approval) => `was ${approval.tool} done for ${approval.agent}?`,
  budget: (approval) => `may ${approval.agent} go on?`,
};
const YES = { call: 'Approve', repeat: 'Do it again', budget: 'Go on' };
const NO = { call: 'Reject', repeat: 'Leave it', budget: 'Stop' };

/**
 * @param after what to do when it is decided
 * @param show shows the run; left out where it is on show
 */
export function questionBox(approval, after, show) {
  const box = make('div', 'question',
    make('div', 'head', make('span', 'name prose', `A${approval.number}: ${ASKS[approval.kind](approval)}`), when(approval.askedAt)),
    make('div', 'quiet small', approval.why));
  if (approval.arguments) box.append(make('pre', 'call', `${approval.tool} ${approval.arguments}`));
  const shows = show ? button('Steps', 'plain', show) : '';
  if (!may('operator')) {
    box.append(shows);
    return box;
  }
  const decide = async (decision, more = {}) => {
    await call('POST', `/api/approvals/${approval.number}`, { decision, ...more });
    toast(decision === 'pass' ? `A${approval.number} is passed on` : `A${approval.number} is decided`);
    await after();
  };
  const answers = make('div', 'actions',
    button(YES[approval.kind], 'plain', () => decide('approve')),
    button(NO[approval.kind], 'plain', async () => {
      const reason = prompt('Why? The agent is told.', '');
      if (reason !== null) await decide('reject', reason.trim() ? { reason: reason.trim() } : {});
    }));
  if (approval.kind === 'call') {
    answers.append(
      button('Edit', 'plain', () => edit(box, approval, decide)),
      button('Always', 'plain', async () => {
        if (confirm('Allow this call with these arguments from now on?')) await decide('always');
      }));
  }
  answers.append(button('Pass on', 'plain', async () => {
    const channel = prompt('To the people of which channel? They are asked as well.', 'ops');
    if (channel?.trim()) await decide('pass', { channel: channel.trim() });
  }), shows);
  box.append(answers);
  return box;
}

function edit(box, approval, decide) {
  if (box.querySelector('textarea')) return;
  const text = make('textarea', '', approval.arguments);
  text.setAttribute('aria-label', `Arguments of ${approval.tool}`);
  text.spellcheck = false;
  text.rows = Math.min(12, 2 + approval.arguments.length / 60);
  box.append(text, make('div', 'actions', button('Call it with these', '', async () => {
    let changed;
    try {
      changed = exact(text.value);
    } catch (problem) {
      throw new Error(`That is no JSON: ${problem.message}`);
    }
    await decide('edit', { arguments: changed });
  })));
  text.focus();
}
