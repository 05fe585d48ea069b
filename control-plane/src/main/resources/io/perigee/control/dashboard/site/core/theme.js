import { store } from './store.js';

const KEY = 'perigee.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

/** What the person chose: `system`, `light` or `dark`. */
export const chosen = store(localStorage.getItem(KEY) ?? 'system');

/** What is shown: `light` or `dark`. */
export const theme = store('light');

function apply() {
  const choice = chosen.get();
  const shown = choice === 'system' ? (system.matches ? 'dark' : 'light') : choice;
  document.documentElement.dataset.theme = shown;
  theme.set(shown);
}

export function choose(choice) {
  if (choice === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  chosen.set(choice);
  apply();
}

system.addEventListener('change', apply);
apply();

/** A colour of the design, for what is drawn on a canvas. */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
