import { html } from '../core/html.js';

const PATHS = {
  world: 'M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM1.5 8h13M8 1.5c4 4 4 9 0 13M8 1.5c-4 4-4 9 0 13',
  traffic: 'M1.5 12.5l4-5 3 3 6-7M10.5 3.5h4v4',
  nodes: 'M2 2.5h12v4H2zM2 9.5h12v4H2zM4.5 4.5h.01M4.5 11.5h.01',
  invalidations: 'M13.5 8a5.5 5.5 0 11-1.6-3.9M12.5 1.5v3h-3',
  distributions: 'M8 1.5l6 3.2-6 3.2-6-3.2zM2 8l6 3.2L14 8M2 11.3l6 3.2 6-3.2',
  functions: 'M5.5 3L1.5 8l4 5M10.5 3l4 5-4 5',
  play: 'M4.5 2.5l8 5.5-8 5.5z',
  pause: 'M5 2.5v11M11 2.5v11',
  light: 'M8 5a3 3 0 100 6 3 3 0 000-6zM8 .8v1.4M8 13.8v1.4M.8 8h1.4M13.8 8h1.4M2.9 2.9l1 1M12.1 12.1l1 1M13.1 2.9l-1 1M3.9 12.1l-1 1',
  dark: 'M13.5 9.5A6 6 0 016.5 2.5a6 6 0 107 7z',
  system: 'M1.5 2.5h13v8.5h-13zM5.5 14h5M8 11v3',
  out: 'M6 2H2.5v12H6M10.5 5l3 3-3 3M13.5 8H6',
};

/** A line icon of 16 px; what it means is said beside it. */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}

export function Logo() {
  return html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <ellipse class="logo-orbit" cx="16" cy="16" rx="14" ry="8" transform="rotate(-28 16 16)" />
    <circle class="logo-planet" cx="16" cy="16" r="5" /><circle class="logo-moon" cx="5.2" cy="21.5" r="3" />
  </svg>`;
}
