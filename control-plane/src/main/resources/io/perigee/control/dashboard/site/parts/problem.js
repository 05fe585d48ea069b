import { html } from '../core/html.js';

const NEXT = {
  0: 'Is it running? The page tries again by itself.',
  403: 'This token may not do that.',
  404: 'It may have been deleted meanwhile.',
  409: 'Change what is named below, then try again.',
  412: 'Somebody else has changed it since you opened it. Open it again, and make your change there.',
  413: 'Send less.',
  428: 'Open it again, and make your change there.',
  429: 'Wait some seconds, then try again.',
  503: 'Try again in some seconds.',
};

/** An error in words: what went wrong, what to do next, and each violation with its field. */
export function Problem({ error, what, retry }) {
  if (!error) return null;
  const next = NEXT[error.status] ?? (error.status >= 500 ? 'The log of the control plane says more.' : '');
  return html`<div class="notice bad" role="alert">
    <p>${what && html`<strong>${what} </strong>`}${error.message} ${next}</p>
    ${error.violations?.length > 0 && html`<ul class="violations">
      ${error.violations.map((one) => html`<li><code>${one.field || 'the document'}</code> ${words(one)}</li>`)}
    </ul>`}
    ${retry && html`<button onClick=${retry}>Try again</button>`}
  </div>`;
}

/** A violation without its field. */
export function words(violation) {
  return violation.value === null || violation.value === undefined
    ? `is missing: expected ${violation.expected}`
    : `is “${violation.value}”: expected ${violation.expected}`;
}

/** What stands where data will be. */
export function Loading({ what = 'Loading' }) {
  return html`<p class="loading" role="status">${what}…</p>`;
}

/** What stands where there is nothing. */
export function Empty({ children }) {
  return html`<div class="empty">${children}</div>`;
}
