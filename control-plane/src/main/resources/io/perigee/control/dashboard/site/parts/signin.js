import { get, refusal, signIn } from '../core/api.js';
import { html, useEffect, useRef, useState } from '../core/html.js';
import { useStore } from '../core/store.js';
import { Logo } from './icons.js';
import { Problem } from './problem.js';

/** Asks for the API's token, and tries it before it is kept. */
export function SignIn() {
  const reason = useStore(refusal);
  const [given, setGiven] = useState('');
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const field = useRef();
  useEffect(() => {
    document.title = 'Sign in · Perigee';
    field.current.focus();
  }, []);

  async function submit(event) {
    event.preventDefault();
    const trimmed = given.trim();
    if (!trimmed) return field.current.focus();
    setBusy(true);
    setError(null);
    try {
      await get('/v1/status', { as: trimmed });
      signIn(trimmed);
    } catch (failure) {
      setError(failure);
      setBusy(false);
      field.current.focus();
    }
  }

  return html`<main class="signin">
    <form class="card signin-card" onSubmit=${submit} novalidate>
      <h1 class="signin-title"><${Logo} /> Perigee</h1>
      ${reason && !error && html`<p class="notice" role="status">${reason}</p>`}
      ${error && (error.status === 401
        ? html`<div class="notice bad" role="alert" id="signin-error">That is not a token of this control plane. Copy the whole file again, without spaces.</div>`
        : html`<${Problem} error=${error} />`)}
      <label for="token">Token of the API</label>
      <input id="token" ref=${field} type="password" autocomplete="off" spellcheck="false" value=${given}
        aria-invalid=${error?.status === 401 ? 'true' : undefined} aria-describedby="token-help"
        onInput=${(event) => setGiven(event.target.value)} />
      <p id="token-help" class="faint">It is in the file <code>api-token</code> in the control plane's data folder.
        ${' '}<code>perigee demo</code> prints an address that signs you in. This tab forgets it when it is closed.</p>
      <button class="primary" disabled=${busy}>${busy ? 'Trying…' : 'Sign in'}</button>
    </form>
  </main>`;
}
