import { query } from '../core/api.js';
import { bytes, count, micros, percent, rate, ratio } from '../core/format.js';
import { html } from '../core/html.js';
import { usePoll } from '../core/poll.js';
import { isHit, outcomeWords, reasonWords } from '../core/reasons.js';
import { refine } from '../core/router.js';
import { Bars } from '../parts/bars.js';
import { Chart } from '../parts/chart.js';
import { Loading, Problem } from '../parts/problem.js';
import { Select } from '../parts/fields.js';
import { Table } from '../parts/table.js';
import { Tiles } from '../parts/tiles.js';

const SPANS = [['60', 'past minute'], ['300', 'past 5 minutes'], ['900', 'past 15 minutes'], ['1800', 'past 30 minutes']];
const share = (value) => `${Math.round(value * 100)} %`;

function Filters({ chosen }) {
  const distributions = usePoll('/v1/distributions', 60).data?.items ?? [];
  const nodes = usePoll('/v1/nodes', 30).data?.items ?? [];
  const serving = nodes.filter((node) => node.role === 'edge' || node.role === 'regional');
  const regions = [...new Set(serving.map((node) => node.region))].sort();
  const here = serving.filter((node) => !chosen.region || node.region === chosen.region).sort((a, b) => a.id.localeCompare(b.id));
  const any = (words, values) => [['', words], ...values.map((value) => [value, value])];
  return html`<div class="filters" role="group" aria-label="What is shown">
    <${Select} label="Time" value=${chosen.seconds} options=${SPANS} onChange=${(seconds) => refine({ seconds })} />
    <${Select} label="Distribution" value=${chosen.distribution} options=${any('all', distributions.map((one) => one.id))} onChange=${(distribution) => refine({ distribution })} />
    <${Select} label="Region" value=${chosen.region} options=${any('all', regions)} onChange=${(region) => refine({ region, node: '' })} />
    <${Select} label="Node" value=${chosen.node} options=${any('all', here.map((node) => node.id))} onChange=${(node) => refine({ node })} />
  </div>`;
}

function Numbers({ edge, regional, seconds }) {
  return html`<${Tiles} items=${[
    ['Requests', `${rate(edge.requests / seconds)}/s`, '', `${count(edge.requests)} in all`],
    ['Hit ratio', percent(ratio(edge.hits, edge.requests)), '', `${count(edge.requests - edge.hits)} were not hits`],
    ['Hit ratio of bytes', percent(ratio(edge.hitBytes, edge.bytes)), '', `${bytes(edge.bytes)} in all`],
    ['Origin offload', percent(edge.requests ? Math.max(0, 1 - regional.upstream / edge.requests) : null), '', `${count(regional.upstream)} reached origins`],
    ['Errors', percent(ratio(edge.errors, edge.requests)), edge.errors > 0 ? 'bad' : '', `${count(edge.errors)} answers with 5xx`],
    ['Half within', micros(edge.p50), '', `99 of 100 within ${micros(edge.p99)}`],
  ]} />`;
}

function Charts({ edge, regional }) {
  const times = edge.map((point) => Date.parse(point.at) / 1000);
  const of = (points, value) => points.map((point) => value(point));
  const regionalAt = new Map(regional.map((point) => [point.at, point]));
  const aligned = edge.map((point) => regionalAt.get(point.at));
  return html`<div class="grid-2">
    <${Chart} title="Requests per second" times=${times} format=${rate} series=${[
      { name: 'edges', colour: '--series-1', fill: true, values: of(edge, (p) => p.requests / p.seconds) },
      { name: 'regional caches', colour: '--series-2', values: of(aligned, (p) => (p ? p.requests / p.seconds : null)) },
      { name: 'errors (edges)', colour: '--bad', dash: [4, 3], values: of(edge, (p) => p.errors / p.seconds) },
    ]} />
    <${Chart} title="Hit ratio of the edges" times=${times} format=${share} range=${() => [0, 1]} series=${[
      { name: 'requests', colour: '--series-1', values: of(edge, (p) => ratio(p.hits, p.requests)) },
      { name: 'bytes', colour: '--series-2', dash: [6, 3], values: of(edge, (p) => ratio(p.hitBytes, p.bytes)) },
    ]} />
    <${Chart} title="Time to answer, edges" times=${times} format=${micros} series=${percentiles(edge)} />
    <${Chart} title="Time to answer, regional caches" times=${regional.map((point) => Date.parse(point.at) / 1000)} format=${micros} series=${percentiles(regional)} />
  </div>`;
}

const percentiles = (points) => [
  { name: 'p50', colour: '--series-4', values: points.map((p) => p.p50) },
  { name: 'p90', colour: '--series-1', dash: [6, 3], values: points.map((p) => p.p90) },
  { name: 'p99', colour: '--series-3', dash: [2, 3], values: points.map((p) => p.p99) },
];

const items = (counts, name, note) => Object.entries(counts ?? {}).map(([key, value]) => ({ key, name: name(key), note: note?.(key), value }));

function Lists({ report }) {
  const { edge, regional } = report.totals;
  const countries = usePoll('/v1/countries', 0).data?.items ?? [];
  const named = new Map(countries.map((country) => [country.code, country.name]));
  const missed = Object.fromEntries(Object.entries(edge.reasons ?? {}).filter(([reason]) => !isHit(reason)));
  return html`
    <${Bars} title="Why requests were not answered from the edge’s cache" items=${items(missed, reasonWords, (reason) => reason)} most=${20}
      empty="Every request was a hit." />
    <div class="grid-2">
      <${Bars} title="How requests ended at edges" items=${items(edge.outcomes, outcomeWords)} />
      <${Bars} title="How requests ended at regional caches" items=${items(regional.outcomes, outcomeWords)} />
      <${Bars} title="Statuses" items=${items(edge.statuses, (status) => status)} />
      <${Bars} title="Countries" items=${(edge.countries ?? []).map((one) => ({ key: one.country, name: named.get(one.country) ?? one.country, note: one.country, value: one.requests }))} />
    </div>
    <section class="card"><header><h2>URLs asked for most</h2></header>
      <${Table} label="URLs" rows=${edge.urls ?? []} id=${(row) => `${row.distribution} ${row.url}`} empty="Nothing was asked in this time." columns=${[
        { title: 'URL', cell: (row) => html`<code class="url">${row.url}</code>`, value: (row) => row.url },
        { title: 'Distribution', cell: (row) => row.distribution, value: (row) => row.distribution },
        { title: 'Requests', number: true, cell: (row) => count(row.requests), value: (row) => row.requests },
      ]} /></section>
    <section class="card"><header><h2>Distributions</h2></header>
      <${Table} label="Distributions" rows=${report.distributions ?? []} id=${(row) => row.id} empty="Nothing was asked in this time." columns=${[
        { title: 'Distribution', cell: (row) => row.id, value: (row) => row.id },
        { title: 'Requests', number: true, cell: (row) => count(row.requests), value: (row) => row.requests },
        { title: 'Hit ratio', number: true, cell: (row) => percent(ratio(row.hits, row.requests)), value: (row) => ratio(row.hits, row.requests) ?? -1 },
        { title: 'Bytes', number: true, cell: (row) => bytes(row.bytes), value: (row) => row.bytes },
      ]} /></section>`;
}

/** What viewers ask for, and how well it is answered. */
export function Traffic({ query: chosen }) {
  const filter = { seconds: '300', distribution: '', region: '', node: '', ...chosen };
  const { data, error, reload } = usePoll('/v1/traffic' + query(filter), 4);
  return html`
    <div class="page-head"><h1>Traffic</h1></div>
    <${Filters} chosen=${filter} />
    ${error && html`<${Problem} error=${error} what="The numbers could not be read." retry=${reload} />`}
    ${!data && !error && html`<${Loading} />`}
    ${data && html`
      <${Numbers} edge=${data.totals.edge} regional=${data.totals.regional} seconds=${Math.max(1, data.series.edge.reduce((sum, point) => sum + point.seconds, 0))} />
      <${Charts} edge=${data.series.edge} regional=${data.series.regional} />
      <${Lists} report=${data} />`}`;
}
