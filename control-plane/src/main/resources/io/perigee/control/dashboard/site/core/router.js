import { store } from './store.js';

function read() {
  const text = location.hash.startsWith('#/') ? location.hash.slice(2) : '';
  const [where, search = ''] = text.split('?');
  const [page, ...rest] = where.split('/').map(decodeURIComponent);
  return { page: page || 'world', rest, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Where the person is: `{page, rest, query}` of `#/page/rest?query`. */
export const route = store(read());
addEventListener('hashchange', () => route.set(read()));

export function link(page, rest = [], query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== '' && value !== undefined);
  const search = given.length ? '?' + new URLSearchParams(given) : '';
  return '#/' + [page, ...rest].map(encodeURIComponent).join('/') + search;
}

export function go(page, rest, query) {
  location.hash = link(page, rest, query);
}

/** Changes the query of where the person is, without a step in the history. */
export function refine(query) {
  const now = route.get();
  history.replaceState(null, '', link(now.page, now.rest, { ...now.query, ...query }));
  route.set(read());
}

/** Takes the token out of `#token=…`, and out of the address before anything else can see it there. */
export function tokenInAddress() {
  if (!location.hash.startsWith('#token=')) return null;
  const given = decodeURIComponent(location.hash.slice('#token='.length));
  history.replaceState(null, '', location.pathname);
  return given;
}
