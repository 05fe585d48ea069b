import { html, useMemo, useState } from '../core/html.js';

/** Rows above this many are shown a page at a time. */
const PAGE = 50;

function compare(a, b) {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a ?? '').localeCompare(String(b ?? ''), 'en', { numeric: true });
}

/**
 * A table that can be sorted. Columns: `{title, cell(row), value(row) to sort by, number}`; those without `value` are not
 * sorted by.
 *
 * @param id a row's own key
 */
export function Table({ label, columns, rows, id, empty = 'Nothing here.' }) {
  const [sort, setSort] = useState(null);
  const [shown, setShown] = useState(PAGE);
  const sorted = useMemo(() => {
    if (!sort) return rows;
    const { value } = columns[sort.column];
    return [...rows].sort((a, b) => sort.direction * compare(value(a), value(b)));
  }, [rows, sort]);
  const by = (column) => setSort((old) => {
    const first = columns[column].number ? -1 : 1;
    if (old?.column !== column) return { column, direction: first };
    return old.direction === first ? { column, direction: -first } : null;
  });
  const order = (column) => (sort?.column === column ? (sort.direction > 0 ? 'ascending' : 'descending') : undefined);
  const sign = { ascending: ' ↑', descending: ' ↓' };
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table>
      <caption class="visually-hidden">${label}</caption>
      <thead><tr>${columns.map((column, i) => html`<th key=${column.title} scope="col" class=${column.number ? 'number' : ''} aria-sort=${order(i)}>
        ${column.value ? html`<button class="sort" onClick=${() => by(i)}>${column.title}${sign[order(i)] ?? ''}</button>` : column.title}
      </th>`)}</tr></thead>
      <tbody>${sorted.slice(0, shown).map((row) => html`<tr key=${id(row)}>${columns.map((column) =>
        html`<td key=${column.title} class=${column.number ? 'number' : ''}>${column.cell(row)}</td>`)}</tr>`)}</tbody>
    </table>
    ${rows.length === 0 && html`<p class="empty">${empty}</p>`}
    ${rows.length > shown && html`<p class="more"><button onClick=${() => setShown(shown + 4 * PAGE)}>Show more of ${rows.length}</button></p>`}
  </div>`;
}
