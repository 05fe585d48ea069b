import { signOut } from '../core/api.js';
import { html, useEffect, useRef, useState } from '../core/html.js';
import { connection } from '../core/live.js';
import { link, route } from '../core/router.js';
import { useStore } from '../core/store.js';
import { choose, chosen } from '../core/theme.js';
import { Icon, Logo } from './icons.js';
import { Problem } from './problem.js';
import { PAGES, pageNamed } from '../pages/index.js';

const CONNECTION = {
  off: 'signed out',
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting',
};
const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' };

function Connection() {
  const { state } = useStore(connection);
  return html`<span class=${`connection ${state}`} role="status"><span class="dot" aria-hidden="true"></span>${CONNECTION[state]}</span>`;
}

/** Said once a connection has been away for longer than a blink. */
function Away() {
  const { state, error } = useStore(connection);
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (state !== 'reconnecting') return undefined;
    const timer = setTimeout(() => setLong(true), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  if (!long) return null;
  return html`<div class="away notice" role="status">The connection to the control plane is lost: ${error?.message ?? 'it ended the stream.'}
    ${' '}What you see is from before. Nodes go on serving viewers meanwhile. The page connects again by itself.</div>`;
}

function ThemeSwitch() {
  const choice = useStore(chosen);
  const label = `Theme: ${choice}. Switch to ${NEXT_THEME[choice]}.`;
  return html`<button class="quiet" aria-label=${label} title=${label} onClick=${() => choose(NEXT_THEME[choice])}><${Icon} name=${choice} /></button>`;
}

/** Loads a page when it is first asked for. */
function Page({ page, where }) {
  const [loaded, setLoaded] = useState({});
  const main = useRef();
  const key = [page.id, ...where.rest].join('/');
  const first = useRef(true);
  useEffect(() => {
    document.title = `${page.title} · Perigee`;
    // Who navigates by keyboard goes on in the page that came; not on the first one, where the browser's own order is right.
    if (!first.current) main.current.focus({ preventScroll: true });
    first.current = false;
    scrollTo(0, 0);
  }, [key]);
  useEffect(() => {
    let wanted = true;
    page.load().then(
      (component) => wanted && setLoaded({ id: page.id, component }),
      () => wanted && setLoaded({ id: page.id, error: { status: 0, message: 'The page cannot be loaded: the control plane cannot be reached.' } }),
    );
    return () => {
      wanted = false;
    };
  }, [page.id]);
  const ready = loaded.id === page.id;
  const failed = ready && loaded.error;
  const { state } = useStore(connection);
  useEffect(() => {
    // A browser may remember that a module could not be had; a new page forgets it. The tab stays signed in.
    if (failed && state === 'live') location.reload();
  }, [failed, state]);
  return html`<main id="main" tabindex="-1" ref=${main} class=${`page page-${page.id}`}>
    <${Away} />
    ${failed && html`<${Problem} error=${loaded.error} retry=${() => location.reload()} />`}
    ${ready && loaded.component && html`<${loaded.component} key=${key} rest=${where.rest} query=${where.query} />`}
  </main>`;
}

/** Everything around a page: navigation, the connection's state, theme and sign-out. */
export function Shell() {
  const where = useStore(route);
  useEffect(() => {
    // So that every page opens while the control plane is away, too.
    const timer = setTimeout(() => PAGES.forEach((page) => page.load().catch(() => {})), 1500);
    return () => clearTimeout(timer);
  }, []);
  const page = pageNamed(where.page);
  return html`<div class="shell">
    <a class="skip" href="#main" onClick=${(event) => {
      event.preventDefault();
      document.getElementById('main').focus();
    }}>Skip to the page</a>
    <header class="bar">
      <a class="brand" href=${link('world')}><${Logo} /><span>Perigee</span></a>
      <nav aria-label="Pages"><ul>${PAGES.map((one) => html`<li key=${one.id}>
        <a href=${link(one.id)} aria-current=${one.id === page.id ? 'page' : undefined} title=${one.title}><${Icon} name=${one.id} /><span>${one.title}</span></a>
      </li>`)}</ul></nav>
      <div class="bar-end">
        <${Connection} />
        <${ThemeSwitch} />
        <button class="quiet" aria-label="Sign out" title="Sign out" onClick=${() => signOut()}><${Icon} name="out" /></button>
      </div>
    </header>
    <${Page} page=${page} where=${where} />
  </div>`;
}
