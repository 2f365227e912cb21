/** Calls of the control API. Addresses are relative: the page may stand behind a proxy under a prefix. */
export class Refused extends Error {}

const call = async (method, path, body, headers = {}) => {
  const json = body !== undefined && !(body instanceof Blob);
  const response = await fetch(`_sim/${path}`, {
    method,
    headers: { 'x-simulator': '1', ...(json ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const e = answer.error;
  throw new Refused(typeof e === 'string' ? e : (e?.error_user_msg ?? e?.message ?? `HTTP ${response.status}`));
};

export const get = (path) => call('GET', path);
export const post = (path, body = {}) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);
export const patch = (path, body) => call('PATCH', path, body);
export const remove = (path) => call('DELETE', path);
export const upload = (phoneNumberId, blob, filename) =>
  call('POST', `media?phoneNumberId=${phoneNumberId}&filename=${encodeURIComponent(filename)}`, blob, {
    'content-type': blob.type || 'application/octet-stream',
  });

/** Hints of what changed; `onState(true)` on every (re)connection, when everything is to be fetched again. */
export const listen = (onHint, onState) => {
  const source = new EventSource('_sim/events');
  source.addEventListener('hello', () => onState(true));
  source.onmessage = (e) => onHint(JSON.parse(e.data));
  source.onerror = () => onState(false);
};
