import { get, path, query } from '../core/api.js';
import { clock } from '../core/format.js';
import { html, useEffect, useLayoutEffect, useRef, useState } from '../core/html.js';
import { Select, Text } from '../parts/fields.js';
import { Problem } from '../parts/problem.js';

/** The most lines that are kept on the page. */
const KEPT = 1000;
const SPANS = [['PT5M', 'past 5 minutes'], ['PT1H', 'past hour'], ['P1D', 'past day']];

/** What a function prints, line by line as it comes in. */
function useLines(name, filter, following) {
  const [lines, setLines] = useState([]);
  const [error, setError] = useState(null);
  const position = useRef('');
  const asked = useRef('');
  const key = JSON.stringify([name, filter]);

  useEffect(() => {
    if (asked.current !== key) {
      asked.current = key;
      position.current = '';
      setLines([]);
    }
    if (!following) return undefined;
    const ended = new AbortController();
    (async () => {
      while (!ended.signal.aborted) {
        try {
          const page = await get(path('functions', name, 'logs') + query({ ...filter, position: position.current, wait: 20 }), { signal: ended.signal });
          position.current = page.position;
          setError(null);
          if (page.items.length) setLines((old) => [...old, ...page.items].slice(-KEPT));
        } catch (failure) {
          if (ended.signal.aborted) return;
          setError(failure);
          await new Promise((resolve) => setTimeout(resolve, 3000));
        }
      }
    })();
    return () => ended.abort();
  }, [key, following]);
  return { lines, error };
}

export function Logs({ name, versions }) {
  const [since, setSince] = useState('PT1H');
  const [version, setVersion] = useState('');
  const [text, setText] = useState('');
  const [following, setFollowing] = useState(true);
  const { lines, error } = useLines(name, { since, version, filter: text }, following);
  const box = useRef();
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);

  return html`<section class="card" aria-labelledby="logs-title">
    <header><h2 id="logs-title">What it prints</h2><button aria-pressed=${String(following)} onClick=${() => setFollowing(!following)}>${following ? 'Following' : 'Paused'}</button></header>
    <div class="body form">
      <div class="filters">
        <${Select} label="Since" value=${since} options=${SPANS} onChange=${setSince} />
        <${Select} label="Version" value=${version} options=${[['', 'all'], ...versions.map((one) => [String(one.version), String(one.version)])]} onChange=${setVersion} />
        <${Text} label="With the text" value=${text} onChange=${setText} />
      </div>
      <${Problem} error=${error} what="The lines could not be read." />
      <pre class="log" tabindex="0" role="log" aria-label=${`Lines of ${name}`} ref=${box}
        onScroll=${({ target }) => (atEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < 24)}>
        ${lines.map((line, i) => html`<span key=${i} class="log-line"><span class="faint">${clock(line.at)} ${line.node} v${line.version}</span> ${line.text}${'\n'}</span>`)}
        ${lines.length === 0 && html`<span class="faint">Nothing yet. What the function prints appears here within seconds.</span>`}
      </pre>
    </div></section>`;
}
