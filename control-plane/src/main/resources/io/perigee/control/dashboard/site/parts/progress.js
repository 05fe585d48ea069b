import { count, plural } from '../core/format.js';
import { html } from '../core/html.js';

/**
 * How far a change has come, from a resource's `status` and `progress`.
 *
 * @param name what the bar is of, for who does not see where it stands
 */
export function Progress({ status, progress, name }) {
  if (!progress) return html`<span class="chip good">everywhere</span>`;
  const done = status !== 'InProgress';
  const all = progress.nodes;
  const words = done
    ? 'on every node'
    : progress.settling && progress.lagging === 0
      ? 'waiting for nodes that went to be known as gone'
      : `${count(progress.applied)} of ${plural(all, 'node')}`;
  const share = all ? progress.applied / all : done ? 1 : 0;
  return html`<div class="progress">
    <div class=${`meter${done ? ' done' : ''}`} role="progressbar" aria-label=${name} aria-valuemin="0" aria-valuemax="100"
      aria-valuenow=${Math.round(100 * share)} aria-valuetext=${words}><span style=${{ width: `${100 * share}%` }}></span></div>
    <span class=${done ? 'good nowrap' : 'nowrap'}>${words}</span>
  </div>`;
}

/** Seconds until progress is asked for again: soon while something is on its way. */
export function soonWhileInProgress(items) {
  return (items ?? []).some((item) => item.status === 'InProgress') ? 0.5 : 5;
}
