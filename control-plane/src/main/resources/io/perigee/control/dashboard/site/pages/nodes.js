import { ago, bytes, count, dateTime, millis, percent, plural, rate, ratio } from '../core/format.js';
import { html, useMemo } from '../core/html.js';
import { ticks } from '../core/live.js';
import { usePoll } from '../core/poll.js';
import { link, refine } from '../core/router.js';
import { useStore } from '../core/store.js';
import { Chart } from '../parts/chart.js';
import { Select } from '../parts/fields.js';
import { Empty, Loading, Problem } from '../parts/problem.js';
import { StateChip } from '../parts/state.js';
import { Table } from '../parts/table.js';
import { Tiles } from '../parts/tiles.js';
import { networkAt } from '../world/model.js';

const ROLES = [['', 'all'], ['edge', 'edges'], ['regional', 'regional caches'], ['origin', 'origins'], ['control', 'control planes']];

/** Each listed node with what the newest ticks say of it. */
function useNodes() {
  const all = useStore(ticks);
  const poll = usePoll('/v1/nodes', 5);
  const network = useMemo(() => networkAt(all, all.at(-1)?.time ?? 0), [all]);
  const nodes = useMemo(() => {
    const live = new Map((network?.nodes ?? []).map((node) => [node.id, node]));
    const listed = (poll.data?.items ?? []).map((node) => ({ ...node, ...live.get(node.id), gauges: node.gauges ?? {} }));
    const known = new Set(listed.map((node) => node.id));
    const gone = (network?.nodes ?? []).filter((node) => node.view === 'gone' && !known.has(node.id));
    return [...listed, ...gone.map((node) => ({ ...node, gauges: {} }))];
  }, [poll.data, network]);
  return { ...poll, nodes };
}

/** A gauge's number as its name says that it is meant. */
function gauge(name, value) {
  if (/bytes/i.test(name)) return bytes(value);
  if (/seconds/i.test(name)) return millis(value * 1000);
  if (/ratio|share|fraction/i.test(name)) return percent(value);
  return count(value);
}

const cacheSize = (node) => Object.entries(node.gauges)
  .filter(([name]) => /bytes/i.test(name) && !/max|limit|capacity|free|total|heap|direct/i.test(name))
  .map(([name, value]) => [name.replace(/[._-]?bytes/i, ''), value]);

const view = (node) => node.view ?? node.state;

function List({ nodes, chosen }) {
  const role = chosen.role ?? '';
  const region = chosen.region ?? '';
  const regions = [...new Set(nodes.map((node) => node.region))].sort();
  const shown = nodes.filter((node) => (!role || node.role === role) && (!region || node.region === region));
  return html`
    <div class="filters" role="group" aria-label="What is shown">
      <${Select} label="Role" value=${role} options=${ROLES} onChange=${(value) => refine({ role: value })} />
      <${Select} label="Region" value=${region} options=${[['', 'all'], ...regions.map((one) => [one, one])]} onChange=${(value) => refine({ region: value })} />
      <span class="faint">${plural(shown.length, 'node')}</span>
    </div>
    <section class="card" aria-label="Nodes">
    <${Table} label="List of nodes" rows=${shown} id=${(node) => node.id} empty="No node of this kind." columns=${[
      { title: 'Node', value: (node) => node.id, cell: (node) => html`<a href=${link('nodes', [node.id])}>${node.id}</a><span class="sub">${node.role}${node.location ? `, ${node.location}` : ''}, ${node.region}</span>` },
      { title: 'State', value: view, cell: (node) => html`<${StateChip} view=${view(node)} behind=${node.behind} />` },
      { title: 'Heard of', number: true, value: (node) => node.silentMillis, cell: (node) => (node.goneAt ? ago(new Date(node.goneAt).toISOString()) : `${millis(node.silentMillis)} ago`) },
      { title: 'Applied', number: true, value: (node) => node.applied ?? -1, cell: (node) => node.applied ?? '–' },
      { title: 'Lag', number: true, value: (node) => node.lag ?? -1, cell: (node) => (node.lag === undefined ? '–' : html`<span class=${node.lag > 0 ? 'warn' : ''}>${node.lag}</span>`) },
      { title: 'Lease', value: (node) => node.lease ?? '', cell: (node) => (node.lease ? html`<span class=${node.lease === 'lost' ? 'bad' : ''}>${node.lease}</span>` : '–') },
      { title: 'Requests/s', number: true, value: (node) => node.requests ?? -1, cell: (node) => rate(node.requests) },
      { title: 'Hit ratio', number: true, value: (node) => ratio(node.hits, node.requests) ?? -1, cell: (node) => percent(ratio(node.hits, node.requests)) },
      { title: 'Version', value: (node) => node.version, cell: (node) => node.version },
      { title: 'Up since', value: (node) => node.startedAt, cell: (node) => (node.startedAt ? html`<span class="nowrap" title=${dateTime(node.startedAt)}>${ago(node.startedAt)}</span>` : '–') },
    ]} /></section>`;
}

function Detail({ node, all }) {
  const points = useMemo(() => all.map((tick) => {
    const then = tick.nodes.find((one) => one.id === node.id);
    return then ? { ...then, seconds: tick.seconds } : null;
  }), [all, node.id]);
  const times = useMemo(() => all.map((tick) => tick.time / 1000), [all]);
  const serves = node.role === 'edge' || node.role === 'regional';
  const gauges = Object.entries(node.gauges).sort(([a], [b]) => a.localeCompare(b));
  const facts = [
    ['Role', node.role],
    ['Region', node.region],
    ['Location', node.location ? `${node.location} (${node.latitude?.toFixed(2)}, ${node.longitude?.toFixed(2)})` : '–'],
    ['Version', node.version ?? '–'],
    ['Up since', node.startedAt ? `${dateTime(node.startedAt)} (${ago(node.startedAt)})` : '–'],
    ['Public address', node.publicUrl],
    ['Address in the network', node.internalUrl],
    ['Management', node.managementUrl],
  ].filter(([, value]) => value);
  return html`
    ${node.view === 'gone' && html`<p class="notice bad">The node was last heard of ${ago(new Date(node.goneAt).toISOString())}. Its lease is over, and the
      router sends its viewers to other edges. When it comes back it follows the log from where it was.</p>`}
    <${Tiles} items=${[
      ['State', html`<${StateChip} view=${view(node)} behind=${node.behind} />`, '', node.lease ? `lease ${node.lease}` : 'holds no lease'],
      ['Applied', node.applied ?? '–', '', node.lag ? `${plural(node.lag, 'entry', 'entries')} behind` : serves ? 'up to the newest entry' : 'does not follow the log'],
      ['Requests', `${rate(node.requests)}/s`, '', `${rate(node.upstream)}/s asked of the next tier`],
      ['Hit ratio', percent(ratio(node.hits, node.requests)), '', `${bytes(node.bytes ?? 0)}/s sent`],
      ...cacheSize(node).slice(0, 2).map(([name, value]) => [name, bytes(value), '', 'stored']),
    ]} />
    ${serves && html`<div class="grid-2">
      <${Chart} title="Requests per second" times=${times} format=${rate} series=${[
        { name: 'requests', colour: '--series-1', fill: true, values: points.map((p) => (p ? p.requests / p.seconds : null)) },
        { name: 'asked of the next tier', colour: '--series-2', dash: [6, 3], values: points.map((p) => (p ? p.upstream / p.seconds : null)) },
      ]} />
      <${Chart} title="Entries behind the log" times=${times} format=${count} series=${[
        { name: 'lag', colour: '--series-3', fill: true, values: points.map((p) => (p ? (p.lag ?? 0) : null)) },
      ]} /></div>`}
    <div class="grid-2">
      <section class="card"><header><h2>What it is</h2></header><div class="body"><dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div></section>
      <section class="card"><header><h2>What it last reported</h2></header><div class="body">
        ${gauges.length === 0 ? html`<p class="faint">Nothing yet.</p>` : html`<dl class="facts">${gauges.map(([name, value]) => html`<dt>${name}</dt><dd>${gauge(name, value)}</dd>`)}</dl>`}
      </div></section>
    </div>`;
}

/** The nodes, and one of them. */
export function Nodes({ rest, query }) {
  const all = useStore(ticks);
  const { data, error, reload, nodes } = useNodes();
  const [id] = rest;
  const node = id && nodes.find((one) => one.id === id);
  return html`
    <div class="page-head"><h1>${id ? html`<a class="crumbs" href=${link('nodes')}>Nodes /</a> ${id}` : 'Nodes'}</h1></div>
    ${error && html`<${Problem} error=${error} what="The nodes could not be read." retry=${reload} />`}
    ${!data && !error && html`<${Loading} />`}
    ${data && !id && (nodes.length ? html`<${List} nodes=${nodes} chosen=${query} />` : html`<${Empty}>No node has joined yet.<//>`)}
    ${data && id && (node ? html`<${Detail} node=${node} all=${all} />`
      : html`<${Empty}>No node ${id} is in the network. One that went is listed for five minutes. <a href=${link('nodes')}>All nodes</a><//>`)}`;
}
