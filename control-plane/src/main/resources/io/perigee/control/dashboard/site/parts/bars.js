import { count, percent } from '../core/format.js';
import { html } from '../core/html.js';
import { Empty } from './problem.js';

/** Shares of a whole, largest first: items `{key, name, note, value, tone}`. */
export function Bars({ title, items, unit = 'requests', format = count, most = 12, empty = 'Nothing was asked in this time.' }) {
  const sorted = [...items].sort((a, b) => b.value - a.value);
  const all = sorted.reduce((sum, item) => sum + item.value, 0);
  return html`<section class="card">
    <header><h2>${title}</h2><span class="faint">${unit}</span></header>
    <div class="body">
      ${all === 0 && html`<${Empty}>${empty}<//>`}
      <ol class="bars">${sorted.slice(0, most).map((item) => html`<li key=${item.key}>
        <span class="bar-name"><span class=${item.tone ?? ''}>${item.name}</span>${item.note && html`<span class="faint"> ${item.note}</span>`}</span>
        <span class="number">${format(item.value)} <span class="faint share">${percent(item.value / all)}</span></span>
        <span class="meter" aria-hidden="true"><span style=${{ width: `${(100 * item.value) / all}%` }}></span></span>
      </li>`)}</ol>
      ${sorted.length > most && html`<p class="faint">and ${sorted.length - most} more</p>`}
    </div>
  </section>`;
}
