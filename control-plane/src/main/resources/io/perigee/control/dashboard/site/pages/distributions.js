import { path, send } from '../core/api.js';
import { ago, count, dateTime, plural } from '../core/format.js';
import { html, useState } from '../core/html.js';
import { ticks } from '../core/live.js';
import { usePoll } from '../core/poll.js';
import { go, link } from '../core/router.js';
import { useStore } from '../core/store.js';
import { STARTER, toYaml } from '../distribution/document.js';
import { Editor } from '../distribution/editor.js';
import { NodeGrid, nodesNow } from '../parts/nodegrid.js';
import { Empty, Loading, Problem } from '../parts/problem.js';
import { Progress, soonWhileInProgress } from '../parts/progress.js';
import { Table } from '../parts/table.js';

function Behaviors({ document }) {
  const all = [...(document.cacheBehaviors ?? []), { ...document.defaultCacheBehavior, pathPattern: 'everything else' }];
  const functions = (one) => (one.functionAssociations ?? []).map((f) => `${f.eventType}: ${f.function}:${f.version ?? 'latest'}`);
  return html`<section class="card"><header><h2>Behaviors, in the order in which they are tried</h2></header>
    <${Table} label="Behaviors" rows=${all} id=${(one) => one.pathPattern} columns=${[
      { title: 'Path', cell: (one) => html`<code class="url">${one.pathPattern}</code>` },
      { title: 'Origin', cell: (one) => one.targetOriginId },
      { title: 'Cache policy', cell: (one) => one.cachePolicyId ?? 'Managed-CachingOptimized' },
      { title: 'Viewers', cell: (one) => one.viewerProtocolPolicy ?? 'allow-all' },
      { title: 'Functions', cell: (one) => (functions(one).length ? functions(one).map((f) => html`<span class="sub" key=${f}>${f}</span>`) : '–') },
    ]} /></section>`;
}

function Origins({ document }) {
  return html`<section class="card"><header><h2>Origins</h2></header>
    <${Table} label="Origins" rows=${document.origins ?? []} id=${(one) => one.id} columns=${[
      { title: 'Id', cell: (one) => one.id },
      { title: 'Host', cell: (one) => html`<code>${one.domainName}</code>` },
      { title: 'Protocol', cell: (one) => one.protocolPolicy ?? 'match-viewer' },
      { title: 'Ports', cell: (one) => `${one.httpPort ?? 80}, ${one.httpsPort ?? 443}` },
      { title: 'Path', cell: (one) => one.originPath || '–' },
    ]} /></section>`;
}

function Delete({ state }) {
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState(null);
  async function remove() {
    try {
      await send('DELETE', path('distributions', state.id), undefined, { 'If-Match': state.etag });
      go('distributions');
    } catch (failure) {
      setError(failure);
    }
  }
  if (!asked) return html`<button class="danger" onClick=${() => setAsked(true)}>Delete</button>`;
  return html`<span class="row" role="alert">Its hosts will answer 404. <button class="danger" onClick=${remove}>Delete ${state.id}</button>
    <button onClick=${() => setAsked(false)}>Keep it</button><${Problem} error=${error} /></span>`;
}

function View({ id }) {
  const { data, error, reload } = usePoll(path('distributions', id), (state) => (state?.status === 'InProgress' ? 0.5 : 5));
  const nodes = nodesNow(useStore(ticks));
  const [edited, setEdited] = useState(null);
  if (!data) return error ? html`<${Problem} error=${error} what="The distribution could not be read." retry=${reload} />` : html`<${Loading} />`;
  const { document } = data;
  const changed = edited && edited.etag !== data.etag;
  return html`
    <div class="row">
      ${edited ? html`<button onClick=${() => setEdited(null)}>Stop editing</button>` : html`<button class="primary" onClick=${() => setEdited(data)}>Edit</button>`}
      <a class="button" href=${link('invalidations', [], { distribution: id })}>Invalidate</a>
      <a class="button" href=${link('traffic', [], { distribution: id })}>Traffic</a>
      ${!edited && html`<${Delete} state=${data} />`}
    </div>
    ${changed && html`<p class="notice" role="status">Somebody has changed it since you began to edit. Saving will be refused; stop editing to see what it is now.</p>`}
    <section class="card"><header><h2>Deployment</h2><span class="faint">entry ${data.sequence} of the change log, ${dateTime(data.updatedAt)}</span></header>
      <div class="body form"><${Progress} status=${data.status} progress=${data.progress} name=${`Deployment of ${id}`} />
      ${data.status === 'InProgress' && html`<${NodeGrid} nodes=${nodes} sequence=${data.sequence} status=${data.status} progress=${data.progress} />`}</div></section>
    ${edited
      ? html`<${Editor} key=${edited.etag} initial=${edited.document} etag=${edited.etag} onSaved=${() => {
          setEdited(null);
          reload();
        }} />`
      : html`
      <section class="card"><header><h2>What it is</h2>${document.enabled === false ? html`<span class="chip warn">disabled</span>` : html`<span class="chip good">enabled</span>`}</header>
        <div class="body"><dl class="facts"><dt>Comment</dt><dd>${document.comment || '–'}</dd><dt>Host names</dt><dd>${(document.aliases ?? []).join(', ') || '–'}</dd>
          <dt>Root object</dt><dd>${document.defaultRootObject || '–'}</dd><dt>Entity tag</dt><dd><code>${data.etag}</code></dd></dl></div></section>
      <${Behaviors} document=${document} /><${Origins} document=${document} />
      <section class="card"><header><h2>The whole document</h2></header><div class="body"><pre class="source" tabindex="0" role="region" aria-label="The document as YAML">${toYaml(document)}</pre></div></section>`}`;
}

function List() {
  const { data, error, reload } = usePoll('/v1/distributions', (page) => soonWhileInProgress(page?.items));
  return html`
    <${Problem} error=${error} what="The distributions could not be read." retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    ${data && (data.items.length === 0 ? html`<${Empty}>There is no distribution yet. <a href=${link('distributions', ['new'])}>Create one</a>, or <code>perigee apply -f</code> a file.<//>` : html`
    <section class="card" aria-label="Distributions"><${Table} label="List of distributions" rows=${data.items} id=${(one) => one.id} columns=${[
      { title: 'Distribution', value: (one) => one.id, cell: (one) => html`<a href=${link('distributions', [one.id])}>${one.id}</a><span class="sub">${one.document.comment}</span>` },
      { title: 'Host names', cell: (one) => html`${(one.document.aliases ?? []).slice(0, 3).join(', ')}${(one.document.aliases ?? []).length > 3 ? ` and ${count(one.document.aliases.length - 3)} more` : ''}` },
      { title: 'Behaviors', number: true, value: (one) => (one.document.cacheBehaviors ?? []).length, cell: (one) => plural(1 + (one.document.cacheBehaviors ?? []).length, 'behavior') },
      { title: 'Serves', value: (one) => String(one.document.enabled), cell: (one) => (one.document.enabled === false ? html`<span class="chip warn">disabled</span>` : html`<span class="chip good">enabled</span>`) },
      { title: 'Changed', value: (one) => one.updatedAt, cell: (one) => html`<span class="nowrap" title=${dateTime(one.updatedAt)}>${ago(one.updatedAt)}</span>` },
      { title: 'Deployment', cell: (one) => html`<${Progress} status=${one.status} progress=${one.progress} name=${`Deployment of ${one.id}`} />` },
    ]} /></section>`)}`;
}

/** The distributions: all, one of them, or a new one. */
export function Distributions({ rest }) {
  const [id] = rest;
  return html`
    <div class="page-head"><h1>${id ? html`<a class="crumbs" href=${link('distributions')}>Distributions /</a> ${id === 'new' ? 'New' : id}` : 'Distributions'}</h1>
      ${!id && html`<a class="button primary" href=${link('distributions', ['new'])}>New distribution</a>`}</div>
    ${id === 'new' ? html`<${Editor} initial=${STARTER} etag=${null} onSaved=${() => {}} />` : id ? html`<${View} id=${id} />` : html`<${List} />`}`;
}
