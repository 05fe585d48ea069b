import { html } from '../core/html.js';
import { RATIO_WORDS } from './places.js';

const shape = (name, content) => html`<svg class=${`mark ${name}`} viewBox="-8 -8 16 16" aria-hidden="true">${content}</svg>`;
const KEYS = [
  [shape('edge plain', html`<circle class="shape" r="5" />`), 'edge, larger with more requests'],
  [shape('regional plain', html`<rect class="shape" x="-5" y="-5" width="10" height="10" rx="1.5" />`), 'regional cache'],
  [shape('origin plain', html`<path class="shape" d="M0 -6L6 0L0 6L-6 0Z" />`), 'origin'],
  [shape('control plain', html`<path class="shape" d="M0 -6L6 5L-6 5Z" />`), 'control plane'],
  [shape('edge behind plain', html`<circle class="ring" r="7" /><circle class="shape" r="3.5" />`), 'behind the log'],
  [shape('edge gone plain', html`<circle class="shape" r="5" /><path class="cross" d="M-5 -5L5 5M5 -5L-5 5" />`), 'silent or gone'],
];

/** What the map's colours, shapes and lines stand for. */
export function Legend() {
  return html`<div class="legend">
    <div role="group" aria-label="Hit ratio"><span class="label">Hit ratio</span>
      ${RATIO_WORDS.map((words, i) => html`<span class="key"><i class=${`swatch ratio-${i}`}></i>${words}</span>`)}</div>
    <div role="group" aria-label="Marks">${KEYS.map(([drawn, words]) => html`<span class="key">${drawn}${words}</span>`)}</div>
    <div role="group" aria-label="Lines">
      <span class="key"><i class="line viewer"></i>viewers to edge</span><span class="key"><i class="line region"></i>edge to regional cache</span>
      <span class="key"><i class="line origin"></i>to origin</span><span class="key"><i class="line moved"></i>viewers of a node that went</span></div>
  </div>`;
}
