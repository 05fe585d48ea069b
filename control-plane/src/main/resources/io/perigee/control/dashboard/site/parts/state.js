import { plural } from '../core/format.js';
import { html } from '../core/html.js';

const VIEWS = {
  ready: ['ready', 'good'],
  behind: ['behind', 'warn'],
  starting: ['starting', 'accent'],
  draining: ['draining', 'warn'],
  silent: ['silent', 'bad'],
  lost: ['lease lost', 'bad'],
  gone: ['gone', 'bad'],
};

/** What a node is seen as. */
export function StateChip({ view, behind = 0 }) {
  const [words, tone] = VIEWS[view] ?? [view, ''];
  return html`<span class=${`chip ${tone}`}>${words}${view === 'behind' && behind ? ` by ${plural(behind, 'entry', 'entries')}` : ''}</span>`;
}
