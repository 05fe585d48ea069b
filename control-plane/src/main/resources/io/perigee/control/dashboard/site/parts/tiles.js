import { html } from '../core/html.js';

/** A row of numbers: `[name, value, tone, note]` each. */
export function Tiles({ items }) {
  return html`<dl class="card tiles">${items.map(([name, value, tone, note]) => html`<div class="tile" key=${name}>
    <dt>${name}</dt><dd class=${tone}>${value}<span class="sub">${note}</span></dd></div>`)}</dl>`;
}
