// Asks the API, as the page's own origin and with numbers as they were written.

class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export async function call(method, path, body) {
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
export function exact(text) {
  if (!JSON.rawJSON) return JSON.parse(text);
  return JSON.parse(text, (key, value, context) =>
    (typeof value === 'number' && context ? JSON.rawJSON(context.source) : value));
}

export const fetchJson = (path) => call('GET', path);

/** Null for what this hub does not have. */
export async function optional(path) {
  try {
    return await fetchJson(path);
  } catch (problem) {
    if (problem.status === 404 || problem.status === 403) return null;
    throw problem;
  }
}

/** Who is signed in; null while nobody is. */
export const session = { me: null };

export const may = (scope) => {
  const scopes = ['viewer', 'operator', 'editor', 'admin'];
  return session.me !== null && scopes.indexOf(session.me.scope) >= scopes.indexOf(scope);
};
