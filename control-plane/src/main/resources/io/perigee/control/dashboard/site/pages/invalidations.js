import { path, send } from '../core/api.js';
import { ago, dateTime, plural } from '../core/format.js';
import { html, useState } from '../core/html.js';
import { ticks } from '../core/live.js';
import { usePoll } from '../core/poll.js';
import { go, link, refine } from '../core/router.js';
import { useStore } from '../core/store.js';
import { Check, Lines, Select } from '../parts/fields.js';
import { NodeGrid, nodesNow } from '../parts/nodegrid.js';
import { Empty, Loading, Problem } from '../parts/problem.js';
import { Progress, soonWhileInProgress } from '../parts/progress.js';
import { Table } from '../parts/table.js';

const filled = (lines) => lines.map((line) => line.trim()).filter(Boolean);
const what = (one) => [...one.paths, ...one.tags.map((tag) => `tag ${tag}`)];

function Create({ distribution, onCreated }) {
  const [paths, setPaths] = useState([]);
  const [tags, setTags] = useState([]);
  const [soft, setSoft] = useState(false);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const violations = error?.violations ?? [];

  async function submit(event) {
    event.preventDefault();
    const document = { soft };
    if (filled(paths).length) document.paths = filled(paths);
    if (filled(tags).length) document.tags = filled(tags);
    setBusy(true);
    setError(null);
    try {
      const { json } = await send('POST', path('distributions', distribution, 'invalidations'), document);
      setPaths([]);
      setTags([]);
      onCreated(json);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  }

  return html`<section class="card" aria-labelledby="create-title">
    <header><h2 id="create-title">Invalidate in ${distribution}</h2></header>
    <form class="body form" onSubmit=${submit} novalidate>
      <${Problem} error=${error} what="The invalidation was not accepted." />
      <div class="grid-2">
        <${Lines} label="Paths" path="paths" value=${paths} onChange=${setPaths} violations=${violations} help="One on each line, such as /index.html or /img/*. /* is everything." />
        <${Lines} label="Cache tags" path="tags" value=${tags} onChange=${setTags} violations=${violations} help="One on each line, as the origin’s Cache-Tag names them." />
      </div>
      <${Check} label="Soft: what is stored becomes stale; it may be served once more while it is fetched anew" value=${soft} onChange=${setSoft} />
      <div class="row"><button class="primary" disabled=${busy || (!filled(paths).length && !filled(tags).length)}>${busy ? 'Sending…' : 'Invalidate'}</button></div>
    </form>
  </section>`;
}

function Detail({ distribution, id }) {
  const { data, error } = usePoll(path('distributions', distribution, 'invalidations', id), (one) => (one?.status === 'InProgress' ? 0.5 : 0));
  const nodes = nodesNow(useStore(ticks));
  return html`
    <${Problem} error=${error} what="The invalidation could not be read." />
    ${!data && !error && html`<${Loading} />`}
    ${data && html`
      <section class="card"><header><h2>Progress</h2><span class="faint">entry ${data.sequence} of the change log, ${dateTime(data.createdAt)}</span></header>
        <div class="body form"><${Progress} status=${data.status} progress=${data.progress} name=${`Progress of ${id}`} />
        <${NodeGrid} nodes=${nodes} sequence=${data.sequence} status=${data.status} progress=${data.progress} /></div></section>
      <section class="card"><header><h2>What is invalidated</h2>${data.soft && html`<span class="chip">soft</span>`}</header>
        <div class="body"><ul>${what(data).map((one) => html`<li key=${one}><code>${one}</code></li>`)}</ul></div></section>`}`;
}

function List({ distribution }) {
  const { data, error, reload } = usePoll(path('distributions', distribution, 'invalidations'), (page) => soonWhileInProgress(page?.items));
  const [created, setCreated] = useState(null);
  return html`
    <${Create} key=${distribution} distribution=${distribution} onCreated=${(one) => {
      setCreated(one);
      reload();
    }} />
    ${created && html`<p class="notice good" role="status">Invalidation <a href=${link('invalidations', [distribution, created.id])}>${created.id}</a> is on its way to every node.</p>`}
    <${Problem} error=${error} what="The invalidations could not be read." retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    ${data && html`<section class="card" aria-label="Invalidations">
      <${Table} label="List of invalidations" rows=${data.items} id=${(one) => one.id} empty="Nothing has been invalidated in this distribution." columns=${[
        { title: 'Invalidation', value: (one) => one.sequence, cell: (one) => html`<a href=${link('invalidations', [distribution, one.id])}>${one.id}</a>` },
        { title: 'What', cell: (one) => html`<code class="url">${what(one).slice(0, 3).join(' ')}</code>${what(one).length > 3 && html`<span class="sub">and ${plural(what(one).length - 3, 'more', 'more')}</span>`}${one.soft && html` <span class="chip">soft</span>`}` },
        { title: 'Created', value: (one) => one.createdAt, cell: (one) => html`<span class="nowrap" title=${dateTime(one.createdAt)}>${ago(one.createdAt)}</span>` },
        { title: 'Progress', cell: (one) => html`<${Progress} status=${one.status} progress=${one.progress} name=${`Progress of ${one.id}`} />` },
      ]} /></section>`}`;
}

/** Invalidations of a distribution: a new one, the list, and one of them. */
export function Invalidations({ rest, query }) {
  const { data, error, reload } = usePoll('/v1/distributions', 60);
  const distributions = data?.items ?? [];
  const chosen = rest[0] ?? query.distribution ?? distributions[0]?.id;
  return html`
    <div class="page-head"><h1>${rest[1] ? html`<a class="crumbs" href=${link('invalidations', [], { distribution: rest[0] })}>Invalidations /</a> ${rest[1]}` : 'Invalidations'}</h1>
      ${!rest[1] && distributions.length > 1 && html`<${Select} label="Distribution" value=${chosen} options=${distributions.map((one) => [one.id, one.id])}
        onChange=${(distribution) => (rest[0] ? go('invalidations', [], { distribution }) : refine({ distribution }))} />`}</div>
    <${Problem} error=${error} what="The distributions could not be read." retry=${reload} />
    ${data && !distributions.length && html`<${Empty}>There is no distribution yet, so nothing is cached.<//>`}
    ${rest[1] ? html`<${Detail} distribution=${rest[0]} id=${rest[1]} />` : chosen && html`<${List} distribution=${chosen} />`}`;
}
