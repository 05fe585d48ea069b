import { path } from '../core/api.js';
import { ago, bytes, count, dateTime, percent } from '../core/format.js';
import { html, useMemo, useState } from '../core/html.js';
import { usePoll } from '../core/poll.js';
import { link } from '../core/router.js';
import { Logs } from '../functions/logs.js';
import { Test } from '../functions/test.js';
import { Empty, Loading, Problem } from '../parts/problem.js';
import { Progress, soonWhileInProgress } from '../parts/progress.js';
import { Table } from '../parts/table.js';

const TABS = [['overview', 'Versions and aliases'], ['logs', 'Logs'], ['test', 'Test']];

/** The versions of an alias with their shares of the calls: `[version, share]`, the main one first. */
function shares(alias) {
  const others = Object.entries(alias.routingConfig?.additionalVersionWeights ?? {});
  const main = 1 - others.reduce((sum, [, weight]) => sum + weight, 0);
  return [[alias.functionVersion, main], ...others];
}

function Aliases({ name }) {
  const { data, error } = usePoll(path('functions', name, 'aliases'), (page) => soonWhileInProgress(page?.items));
  return html`<section class="card"><header><h2>Aliases</h2></header>
    <${Problem} error=${error} what="The aliases could not be read." />
    <${Table} label="Aliases" rows=${data?.items ?? []} id=${(one) => one.name} empty="No alias: behaviors name a version, or the latest one." columns=${[
      { title: 'Alias', cell: (one) => html`<strong>${one.name}</strong><span class="sub">${one.description}</span>` },
      { title: 'Traffic', cell: (one) => html`<div class="split">${shares(one).map(([version, share]) => html`<div key=${version} class="bar-line">
        <span>version ${version}</span><span class="meter" aria-hidden="true"><span style=${{ width: `${100 * share}%` }}></span></span><span class="number">${percent(share)}</span></div>`)}</div>` },
      { title: 'Changed', cell: (one) => html`<span class="nowrap" title=${dateTime(one.updatedAt)}>${ago(one.updatedAt)}</span>` },
      { title: 'Deployment', cell: (one) => html`<${Progress} status=${one.status} progress=${one.progress} name=${`Deployment of ${one.name}`} />` },
    ]} /></section>`;
}

function Versions({ data }) {
  const newestFirst = useMemo(() => [...data.versions].reverse(), [data]);
  return html`<section class="card"><header><h2>Versions</h2></header>
    <${Table} label="Versions" rows=${newestFirst} id=${(one) => one.version} columns=${[
      { title: 'Version', value: (one) => one.version, cell: (one) => html`<strong>${one.version}</strong>${one.version === data.latest && html` <span class="chip accent">latest</span>`}` },
      { title: 'Runtime', value: (one) => one.runtime, cell: (one) => html`${one.runtime}<span class="sub">${one.handler}</span>` },
      { title: 'Memory', number: true, value: (one) => one.memorySize, cell: (one) => `${one.memorySize} MB` },
      { title: 'Timeout', number: true, value: (one) => one.timeout, cell: (one) => `${one.timeout} s` },
      { title: 'Size', number: true, value: (one) => one.size, cell: (one) => bytes(one.size) },
      { title: 'Published', value: (one) => one.publishedAt, cell: (one) => html`<span class="nowrap" title=${dateTime(one.publishedAt)}>${ago(one.publishedAt)}</span>` },
      { title: 'SHA-256', cell: (one) => html`<code title=${one.sha256}>${one.sha256.slice(0, 12)}…</code>` },
      { title: 'Deployment', cell: (one) => html`<${Progress} status=${one.status} progress=${one.progress} name=${`Deployment of version ${one.version}`} />` },
    ]} /></section>`;
}

function Detail({ name }) {
  const [tab, setTab] = useState('overview');
  const { data, error, reload } = usePoll(path('functions', name), (one) => soonWhileInProgress(one?.versions));
  if (!data) return error ? html`<${Problem} error=${error} what="The function could not be read." retry=${reload} />` : html`<${Loading} />`;
  return html`
    <div class="row" role="group" aria-label="What is shown">${TABS.map(([id, words]) => html`<button key=${id} aria-pressed=${String(tab === id)} onClick=${() => setTab(id)}>${words}</button>`)}</div>
    ${tab === 'overview' && html`<${Aliases} name=${name} /><${Versions} data=${data} />`}
    ${tab === 'logs' && html`<${Logs} name=${name} versions=${data.versions} />`}
    ${tab === 'test' && html`<${Test} name=${name} versions=${data.versions} />`}`;
}

function List() {
  const { data, error, reload } = usePoll('/v1/functions', (page) => soonWhileInProgress(page?.items?.flatMap((one) => one.versions)));
  const newest = (one) => one.versions.at(-1);
  return html`
    <${Problem} error=${error} what="The functions could not be read." retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    ${data && (data.items.length === 0 ? html`<${Empty}>There is no function yet. <code>perigee functions deploy</code> publishes one.<//>` : html`
    <section class="card" aria-label="Functions"><${Table} label="List of functions" rows=${data.items} id=${(one) => one.name} columns=${[
      { title: 'Function', value: (one) => one.name, cell: (one) => html`<a href=${link('functions', [one.name])}>${one.name}</a>` },
      { title: 'Runtime', value: (one) => newest(one).runtime, cell: (one) => newest(one).runtime },
      { title: 'Versions', number: true, value: (one) => one.versions.length, cell: (one) => count(one.versions.length) },
      { title: 'Latest', number: true, value: (one) => one.latest, cell: (one) => one.latest },
      { title: 'Published', value: (one) => newest(one).publishedAt, cell: (one) => html`<span class="nowrap" title=${dateTime(newest(one).publishedAt)}>${ago(newest(one).publishedAt)}</span>` },
      { title: 'Deployment', cell: (one) => html`<${Progress} status=${newest(one).status} progress=${newest(one).progress} name=${`Deployment of ${one.name}`} />` },
    ]} /></section>`)}`;
}

/** The functions, and one of them. */
export function Functions({ rest }) {
  const [name] = rest;
  return html`
    <div class="page-head"><h1>${name ? html`<a class="crumbs" href=${link('functions')}>Functions /</a> ${name}` : 'Functions'}</h1></div>
    ${name ? html`<${Detail} key=${name} name=${name} />` : html`<${List} />`}`;
}
