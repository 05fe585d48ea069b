import { store } from './store.js';

const KEY = 'perigee.token';

/** The token of the control plane's API; empty when nobody is signed in. */
export const token = store(sessionStorage.getItem(KEY) ?? '');

/** Why nobody is signed in any more; empty when there is nothing to say. */
export const refusal = store('');

export function signIn(given) {
  sessionStorage.setItem(KEY, given);
  refusal.set('');
  token.set(given);
}

export function signOut(reason = '') {
  sessionStorage.removeItem(KEY);
  refusal.set(reason);
  token.set('');
}

/** An answer that is not what was asked for: an RFC 9457 problem of the API, or none at all (`status` 0). */
export class ApiError extends Error {
  constructor(status, detail, violations = []) {
    super(detail);
    this.status = status;
    this.violations = violations;
  }
}

/** The error of an answer, in words. */
export async function problem(response) {
  const text = await response.text().catch(() => '');
  try {
    const body = JSON.parse(text);
    return new ApiError(response.status, body.detail ?? body.title ?? '', body.violations ?? []);
  } catch {
    return new ApiError(response.status, `The control plane answered ${response.status}.`);
  }
}

/** As `fetch` with the token; throws an ApiError unless the answer is a success. A refused token signs out. */
export async function request(path, { method = 'GET', headers = {}, body, signal, as = token.get() } = {}) {
  let response;
  try {
    response = await fetch(path, { method, headers: { ...headers, Authorization: `Bearer ${as}` }, body, signal, cache: 'no-store' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, 'The control plane cannot be reached.');
  }
  if (response.status === 401 && as === token.get()) {
    signOut('The control plane does not accept the token any more. Sign in with the one that is in its data folder now.');
  }
  if (!response.ok) throw await problem(response);
  return response;
}

/** The JSON that is answered to a GET. */
export async function get(path, options) {
  return (await request(path, options)).json();
}

/** Sends a document; `{json, etag, headers}` of the answer. */
export async function send(method, path, document, headers = {}) {
  const body = document === undefined ? undefined : JSON.stringify(document);
  const response = await request(path, {
    method,
    body,
    headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
  });
  const text = await response.text();
  return { json: text ? JSON.parse(text) : null, etag: response.headers.get('ETag'), headers: response.headers };
}

/** A path of segments, each of them encoded. */
export function path(...segments) {
  return '/v1/' + segments.map(encodeURIComponent).join('/');
}

/** A query of the parameters that have a value, with its `?`. */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== undefined && value !== null);
  return given.length ? '?' + new URLSearchParams(given) : '';
}
