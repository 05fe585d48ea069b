import { percent, rate, ratio } from '../core/format.js';
import { html } from '../core/html.js';
import { link } from '../core/router.js';
import { Table } from '../parts/table.js';
import { StateChip } from '../parts/state.js';

/** The same as the map in words: for phones, for screen readers, and for whoever wants the numbers. */
export function NodeTable({ nodes, known, countries, chosen }) {
  const shown = chosen ? nodes.filter((node) => chosen.includes(node.id)) : nodes;
  const viewers = (node) => Object.entries(node.viewers)
    .filter(([, requests]) => requests > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([code, requests]) => `${countries.get(code)?.name ?? code} ${rate(requests)}/s`)
    .join(', ');
  return html`<${Table} label="Nodes by place" rows=${shown} id=${(node) => node.id} columns=${[
    { title: 'Node', value: (node) => node.id, cell: (node) => html`<a href=${link('nodes', [node.id])}>${node.id}</a><span class="sub">${node.role}, ${known.get(node.id)?.location ?? node.region}</span>` },
    { title: 'State', value: (node) => node.view, cell: (node) => html`<${StateChip} view=${node.view} behind=${node.behind} />` },
    { title: 'Requests/s', number: true, value: (node) => node.requests, cell: (node) => rate(node.requests) },
    { title: 'Hit ratio', number: true, value: (node) => ratio(node.hits, node.requests) ?? -1, cell: (node) => percent(ratio(node.hits, node.requests)) },
    { title: 'Asked next tier/s', number: true, value: (node) => node.upstream, cell: (node) => rate(node.upstream) },
    { title: 'Errors/s', number: true, value: (node) => node.errors, cell: (node) => html`<span class=${node.errors > 0 ? 'bad' : ''}>${rate(node.errors)}</span>` },
    { title: 'Viewers from', value: viewers, cell: viewers },
  ]} />`;
}
