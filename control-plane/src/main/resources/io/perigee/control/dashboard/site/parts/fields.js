import { html } from '../core/html.js';
import { words } from './problem.js';

/** An id for a field of that path, the same each time it is drawn. */
const idOf = (path, label) => `field-${(path ?? label).replace(/[^A-Za-z0-9]+/g, '-')}`;

function Field({ label, path, help, violations, children }) {
  const id = idOf(path, label);
  const wrong = path === undefined ? [] : (violations ?? []).filter((one) => one.field === path || (one.field.startsWith(path + '[') && !one.field.includes('].')));
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children(id, { 'aria-invalid': wrong.length ? 'true' : undefined, 'aria-describedby': wrong.length || help ? `${id}-note` : undefined })}
    ${(wrong.length > 0 || help) && html`<div id=${`${id}-note`}>
      ${wrong.map((one) => html`<p class="wrong">${one.field === path ? '' : one.field.slice(path.length) + ' '}${words(one)}</p>`)}
      ${wrong.length === 0 && html`<p class="faint">${help}</p>`}
    </div>`}
  </div>`;
}

/** A choice. Options: `[value, words]`. */
export function Select({ label, path, value, options, onChange, help, violations }) {
  const known = options.some(([option]) => option === value);
  return html`<${Field} label=${label} path=${path} help=${help} violations=${violations}>${(id, aria) => html`
    <select id=${id} value=${value} onChange=${(event) => onChange(event.target.value)} ...${aria}>
      ${[...options, ...(known ? [] : [[value, value]])].map(([option, text]) => html`<option key=${option} value=${option} selected=${option === value}>${text}</option>`)}
    </select>`}<//>`;
}

export function Text({ label, path, value, onChange, help, violations, type = 'text', code = false, placeholder, disabled }) {
  return html`<${Field} label=${label} path=${path} help=${help} violations=${violations}>${(id, aria) => html`
    <input id=${id} type=${type} class=${code ? 'code' : ''} value=${value ?? ''} placeholder=${placeholder} disabled=${disabled} spellcheck="false" autocomplete="off"
      onInput=${(event) => onChange(event.target.value)} ...${aria} />`}<//>`;
}

/** Several values, one on each line. */
export function Lines({ label, path, value, onChange, help, violations, rows = 3 }) {
  return html`<${Field} label=${label} path=${path} help=${help} violations=${violations}>${(id, aria) => html`
    <textarea id=${id} class="code" rows=${rows} spellcheck="false" onInput=${(event) => onChange(lines(event.target.value))} ...${aria}>${value.join('\n')}</textarea>`}<//>`;
}

/** The lines of a text; an empty one at its end is somebody still writing. */
function lines(text) {
  return text === '' ? [] : text.split('\n');
}

export function Check({ label, value, onChange }) {
  return html`<label class="check"><input type="checkbox" checked=${value} onChange=${(event) => onChange(event.target.checked)} />${label}</label>`;
}
