import { signIn, token } from './core/api.js';
import { html, render } from './core/html.js';
import { tokenInAddress } from './core/router.js';
import { useStore } from './core/store.js';
import './core/theme.js';
import { Shell } from './parts/shell.js';
import { SignIn } from './parts/signin.js';

const given = tokenInAddress();
if (given) signIn(given);

function App() {
  return useStore(token) ? html`<${Shell} />` : html`<${SignIn} />`;
}

render(html`<${App} />`, document.getElementById('app'));

// Opened again with another token, as from a terminal, while the page is open.
addEventListener('hashchange', () => {
  const other = tokenInAddress();
  if (other) signIn(other);
});
