// Text into elements. Everything that comes from the API is untrusted: it becomes text, never markup.

export const $ = (id) => document.getElementById(id);

export function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const piece of content) {
    if (piece === null || piece === undefined || piece === '') continue;
    element.append(piece instanceof Node ? piece : document.createTextNode(String(piece)));
  }
  return element;
}

export function button(text, className, onClick) {
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

export function ago(time) {
  if (!time) return '';
  const seconds = Math.max(0, (Date.now() - new Date(time).getTime()) / 1000);
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

export function when(time) {
  const element = make('time', 'when', ago(time));
  if (time) {
    element.dateTime = time;
    element.title = new Date(time).toLocaleString();
  }
  return element;
}

const TONES = {
  done: 'good', approved: 'good', up: 'good', success: 'good', active: '',
  dead: 'bad', down: 'bad', refused: 'bad', failed: 'bad', rejected: 'bad', denied: 'bad', quarantined: 'bad', unreadable: 'bad', error: 'bad', critical: 'bad',
  running: 'warn', waiting: 'warn', asked: 'warn', planned: 'warn', begun: 'warn', ignored: 'warn', blocked: 'warn',
  paused: 'warn', parked: 'warn', degraded: 'warn', warning: 'warn',
};
export const tone = (word) => TONES[word] ?? '';
export const tag = (word, text) => make('span', `tag ${tone(word)}`, text ?? word);

/** Replaces the list's content unless it is what stands there, so that nothing flickers or loses the focus. */
export function fill(list, items, row, empty) {
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
export function toast(text) {
  $('toast').textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $('toast').textContent = ''; }, 5000);
}

export const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;
