import { html, useEffect, useRef, useState } from '../core/html.js';
import { path, send } from '../core/api.js';
import { go } from '../core/router.js';
import { Problem } from '../parts/problem.js';
import { differences, read, toJson, toYaml } from './document.js';
import { DistributionForm } from './form.js';

const VIEWS = [['form', 'Form'], ['yaml', 'YAML'], ['json', 'JSON']];

function Diff({ lines }) {
  const words = { '+': 'added: ', '-': 'removed: ' };
  return html`<pre class="diff" tabindex="0" role="region" aria-label="What changes">${lines.map((line) => html`<span class=${{ '+': 'added', '-': 'removed', '…': 'gap' }[line.sign] ?? ''}>
    <span aria-hidden="true">${line.sign} </span><span class="visually-hidden">${words[line.sign]}</span>${line.text}
</span>`)}</pre>`;
}

/** Shows what a save would change, and asks once more. */
function Review({ before, after, busy, onSave, onBack, isNew, error }) {
  const lines = differences(before, after);
  const title = useRef();
  useEffect(() => title.current.focus(), []);
  return html`<section class="card" aria-labelledby="review-title">
    <header><h2 id="review-title" tabindex="-1" ref=${title}>${isNew ? 'What will be created' : 'What will change'}</h2></header>
    <div class="body form">
      <${Problem} error=${error} what="It was not saved." />
      ${lines.length === 0 ? html`<p class="faint">Nothing. The document is as it was.</p>` : html`<${Diff} lines=${lines} />`}
      <div class="row"><button class="primary" disabled=${busy || lines.length === 0} onClick=${onSave}>${busy ? 'Saving…' : isNew ? 'Create' : 'Save and deploy'}</button>
        <button onClick=${onBack}>Go on editing</button></div>
    </div></section>`;
}

/**
 * Edits a distribution, as a form or as its text; both are the same document. It is saved only over what was read, so that
 * nobody's change is lost.
 *
 * @param initial the document to begin with
 * @param etag of what was read; null for a new one
 */
export function Editor({ initial, etag, onSaved }) {
  const [view, setView] = useState('form');
  const [document, setDocument] = useState(initial);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const [reviewing, setReviewing] = useState(false);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const isNew = etag === null;
  const before = isNew ? '' : toYaml(initial);
  const after = toYaml(document);
  const dirty = isNew || before !== after;

  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [dirty]);

  function write(written) {
    setText(written);
    const { document: parsed, wrong: words } = read(written);
    setWrong(words ?? '');
    if (parsed) setDocument(parsed);
  }

  function show(next) {
    if (wrong) return;
    if (next !== 'form') setText(next === 'yaml' ? toYaml(document) : toJson(document));
    setView(next);
  }

  async function save() {
    setBusy(true);
    setError(null);
    try {
      const id = isNew ? (document.id ?? '') : initial.id;
      const { json, etag: saved } = await send('PUT', path('distributions', id || '-'), document, isNew ? { 'If-None-Match': '*' } : { 'If-Match': etag });
      if (isNew) go('distributions', [json.id]);
      onSaved(json, saved);
    } catch (failure) {
      setError(failure);
      // A violation is shown at its field, which is in the form.
      if (failure.violations?.length) setReviewing(false);
    }
    setBusy(false);
  }

  if (reviewing) {
    return html`<${Review} before=${before} after=${after} busy=${busy} isNew=${isNew} error=${error} onSave=${save} onBack=${() => setReviewing(false)} />`;
  }
  return html`<section class="card" aria-label="Editor">
    <header><div class="row" role="group" aria-label="Edit as">${VIEWS.map(([id, words]) => html`<button key=${id} aria-pressed=${String(view === id)} onClick=${() => show(id)}>${words}</button>`)}</div>
      <div class="row">${dirty && !isNew && html`<span class="chip warn">not saved</span>`}
        <button class="primary" disabled=${!dirty || wrong !== ''} onClick=${() => setReviewing(true)}>Review changes</button></div></header>
    <div class="body form">
      <${Problem} error=${error} what="It was not saved." />
      ${view === 'form'
        ? html`<${DistributionForm} document=${document} onChange=${setDocument} violations=${error?.violations} isNew=${isNew} />`
        : html`<div class="field"><label for="document-text">The document as ${view.toUpperCase()}</label>
          <textarea id="document-text" class="code editor" rows="28" spellcheck="false" aria-invalid=${wrong ? 'true' : undefined} aria-describedby="document-wrong"
            onInput=${(event) => write(event.target.value)}>${text}</textarea>
          <p id="document-wrong" class="wrong" role="status">${wrong}</p></div>`}
    </div></section>`;
}
