import { html } from '../core/html.js';
import { link } from '../core/router.js';

/**
 * Each node that follows the log, ticked off once it has applied `sequence`. A resource's `progress` knows it sooner than the
 * nodes' last ticks do, as long as it names all that it waits for.
 */
export function NodeGrid({ nodes, sequence, status, progress }) {
  const named = progress && progress.waitingFor.length === progress.lagging ? new Set(progress.waitingFor) : null;
  const has = (node) => status !== 'InProgress' || (named ? !named.has(node.id) : node.applied >= sequence);
  const following = nodes.filter((node) => node.applied !== undefined).sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  const regions = [...new Set(following.map((node) => node.region))].sort();
  return html`<div class="node-grid">${regions.map((region) => html`<div key=${region}>
    <h3>${region}</h3>
    <ul>${following.filter((node) => node.region === region).map((node) => {
      const done = has(node);
      return html`<li key=${node.id}><a href=${link('nodes', [node.id])} class=${done ? 'done' : 'open'}>
        <span class="tick" aria-hidden="true">${done ? '✓' : '…'}</span>${node.id}<span class="visually-hidden">${done ? ' has applied it' : ' has not applied it yet'}</span></a></li>`;
    })}</ul>
  </div>`)}</div>`;
}

/** The nodes of the newest tick, which say what they have applied. */
export const nodesNow = (ticks) => ticks.at(-1)?.nodes ?? [];
