import { clock, duration } from '../core/format.js';
import { html } from '../core/html.js';
import { tickAt } from './model.js';

const SPAN = 5 * 60_000;
const MOST = 40;
const KINDS = { InvalidationAccepted: 'Invalidation', DistributionApplied: 'Distribution' };

/** The name of an entry's kind as people write it: `KeyValuesChanged` is “Key values changed”. */
function kindWords(kind) {
  const words = kind.replace(/([a-z])([A-Z])/g, (pair, a, b) => `${a} ${b.toLowerCase()}`);
  return KINDS[kind] ?? words[0].toUpperCase() + words.slice(1);
}

/** What the ticks of the five minutes before `time` tell: nodes that came, went, fell silent or spoke again, newest first. */
export function nodeHappenings(ticks, time) {
  const last = tickAt(ticks, time);
  const found = [];
  for (let i = last; i > 0 && ticks[i].time > time - SPAN && found.length < MOST; i--) {
    const before = new Map(ticks[i - 1].nodes.map((node) => [node.id, node]));
    const now = new Map(ticks[i].nodes.map((node) => [node.id, node]));
    const tell = (id, text, tone) => found.push({ key: `${ticks[i].time} ${id} ${text}`, time: ticks[i].time, id, text, tone });
    for (const [id, node] of now) {
      const old = before.get(id);
      if (!old) tell(id, 'joined', 'good');
      else if (old.silentMillis <= 5000 && node.silentMillis > 5000) tell(id, 'fell silent', 'bad');
      else if (old.silentMillis > 5000 && node.silentMillis <= 5000) tell(id, 'is heard of again', 'good');
      else if (old.state !== node.state) tell(id, `is ${node.state}`, node.state === 'ready' ? 'good' : 'warn');
    }
    for (const id of before.keys()) {
      if (!now.has(id)) tell(id, 'is gone; its viewers go to other edges', 'bad');
    }
  }
  return found;
}

function changeWords(entry) {
  if (entry.doneAt === undefined) return 'is on its way';
  const seconds = (Date.parse(entry.doneAt) - Date.parse(entry.acceptedAt)) / 1000;
  return seconds >= 0 && seconds < 600 ? `has reached every node after ${duration(seconds)}` : 'has reached every node';
}

/** What happened lately, in words. */
export function Happenings({ ticks, time, changes }) {
  const entries = changes
    .filter((entry) => Date.parse(entry.acceptedAt) <= time + 2000)
    .map((entry) => ({
      key: `change ${entry.sequence}`,
      time: Date.parse(entry.acceptedAt),
      id: `${kindWords(entry.kind)} #${entry.sequence}`,
      text: changeWords(entry),
      tone: entry.doneAt ? 'good' : 'warn',
    }));
  const all = [...nodeHappenings(ticks, time), ...entries].sort((a, b) => b.time - a.time).slice(0, MOST);
  return html`<section class="card happenings" aria-labelledby="happenings-title">
    <header><h2 id="happenings-title">What happened</h2></header>
    <div class="body" role="log" aria-label="What happened lately" tabindex="0">
      ${all.length === 0 && html`<p class="faint">Nothing in the past five minutes: no change, and every node is where it was.</p>`}
      <ol>${all.map((one) => html`<li key=${one.key}><span class="mono faint">${clock(one.time)}</span>
        <span><strong>${one.id}</strong> <span class=${one.tone}>${one.text}</span></span></li>`)}</ol>
    </div>
  </section>`;
}
