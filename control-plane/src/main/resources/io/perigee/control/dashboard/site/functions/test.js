import { path, query, request } from '../core/api.js';
import { millis } from '../core/format.js';
import { html, useState } from '../core/html.js';
import { Select } from '../parts/fields.js';
import { Problem } from '../parts/problem.js';

const VIEWER_REQUEST = {
  version: '1.0',
  context: { eventType: 'viewer-request' },
  viewer: { ip: '198.51.100.7' },
  request: { method: 'GET', uri: '/index.html', querystring: {}, headers: { host: { value: 'www.example.com' } }, cookies: {} },
};
const LAMBDA = {
  Records: [{ cf: { config: { eventType: 'viewer-request' }, request: { clientIp: '198.51.100.7', method: 'GET', uri: '/index.html', querystring: '', headers: {} } } }],
};

/** An event to begin with, of the form that the version's runtime gets. */
const sample = (runtime) => JSON.stringify(runtime.startsWith('cloudfront') ? VIEWER_REQUEST : LAMBDA, null, 2);

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const decoded = (base64) => new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));

function notJson(text) {
  try {
    if (text.trim()) JSON.parse(text);
    return '';
  } catch (error) {
    return error.message;
  }
}

/** Invokes a function with an event, and shows what it answers and prints. */
export function Test({ name, versions }) {
  const [qualifier, setQualifier] = useState('latest');
  const [event, setEvent] = useState(() => sample(versions.at(-1).runtime));
  const [result, setResult] = useState(null);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const wrong = notJson(event);

  async function invoke(submitted) {
    submitted.preventDefault();
    setBusy(true);
    setError(null);
    setResult(null);
    const begun = performance.now();
    try {
      const response = await request(path('functions', name, 'invocations') + query({ qualifier }), {
        method: 'POST', body: event, headers: { 'Content-Type': 'application/json', 'X-Amz-Log-Type': 'Tail' },
      });
      const answer = await response.text();
      setResult({
        answer: pretty(answer),
        failed: response.headers.get('X-Amz-Function-Error'),
        version: response.headers.get('X-Amz-Executed-Version'),
        log: decoded(response.headers.get('X-Amz-Log-Result') ?? ''),
        took: performance.now() - begun,
      });
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  }

  return html`<section class="card" aria-labelledby="test-title"><header><h2 id="test-title">Invoke it with an event</h2></header>
    <form class="body form" onSubmit=${invoke} novalidate>
      <div class="filters"><${Select} label="Version" value=${qualifier} options=${['latest', ...versions.map((one) => String(one.version)).reverse()].map((one) => [one, one])} onChange=${setQualifier} /></div>
      <div class="field"><label for="test-event">Event as JSON</label>
        <textarea id="test-event" class="code" rows="14" spellcheck="false" aria-invalid=${wrong ? 'true' : undefined} aria-describedby="test-wrong" onInput=${(typed) => setEvent(typed.target.value)}>${event}</textarea>
        <p id="test-wrong" class="wrong" role="status">${wrong}</p></div>
      <div class="row"><button class="primary" disabled=${busy || wrong !== ''}>${busy ? 'Running…' : 'Invoke'}</button></div>
      <${Problem} error=${error} what="It was not invoked." />
      ${result && html`<div class="form" role="status">
        <p><span class=${`chip ${result.failed ? 'bad' : 'good'}`}>${result.failed ? 'failed' : 'returned'}</span> version ${result.version}, ${millis(result.took)} from here and back</p>
        <h3>Answer</h3><pre class="source" tabindex="0" role="region" aria-label="Answer">${result.answer}</pre>
        ${result.log && html`<h3>Printed</h3><pre class="source" tabindex="0" role="region" aria-label="Printed">${result.log}</pre>`}
      </div>`}
    </form></section>`;
}
