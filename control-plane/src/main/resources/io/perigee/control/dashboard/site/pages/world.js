import { bytes, clock, percent, rate, ratio } from '../core/format.js';
import { html, useMemo, useRef, useState } from '../core/html.js';
import { changes, connection, ticks } from '../core/live.js';
import { useKnownNodes } from '../core/nodes.js';
import { usePoll } from '../core/poll.js';
import { useStore } from '../core/store.js';
import { Empty, Loading } from '../parts/problem.js';
import { Tiles } from '../parts/tiles.js';
import { Happenings } from '../world/happenings.js';
import { Legend } from '../world/legend.js';
import { WorldMap } from '../world/map.js';
import { networkAt, totals } from '../world/model.js';
import { flows, places } from '../world/places.js';
import { NodeTable } from '../world/placetable.js';
import { Playback, usePlayback } from '../world/playback.js';

const NOBODY = { head: 0, completed: 0, nodes: [], moved: new Set(), time: 0 };

function Summary({ network }) {
  const sums = totals(network);
  const spread = sums.behind
    ? [`${sums.behind} behind`, 'warn', `entry ${network.head} is on its way`]
    : [`entry ${network.head}`, '', sums.present ? 'every node has applied it' : 'there is no node to apply it'];
  const heard = !sums.present ? 'none has joined' : sums.troubled ? `${sums.troubled} silent or gone` : 'all are heard of';
  return html`<${Tiles} items=${[
    ['Requests', `${rate(sums.requests)}/s`, '', `${bytes(sums.bytes)}/s to viewers`],
    ['Hit ratio', percent(ratio(sums.hits, sums.requests)), '', 'answered by the edge itself'],
    ['Origin offload', percent(sums.requests ? 1 - sums.origin / sums.requests : null), '', `${rate(sums.origin)}/s reach origins`],
    ['Errors', `${rate(sums.errors)}/s`, sums.errors > 0 ? 'bad' : '', 'answers with 5xx'],
    ['Nodes', sums.present, sums.troubled ? 'bad' : '', heard],
    ['Change log', ...spread],
  ]} />`;
}

/** The network on a map: now, or at any moment of the past 30 minutes. */
export function World() {
  const all = useStore(ticks);
  const log = useStore(changes);
  const { state } = useStore(connection);
  const known = useKnownNodes(all);
  const countryList = usePoll('/v1/countries', 0);
  const playback = usePlayback(all);
  const [chosen, setChosen] = useState(null);

  const countries = useMemo(
    () => new Map((countryList.data?.items ?? []).map((country) => [country.code, { ...country, key: country.code }])),
    [countryList.data],
  );
  const time = playback.time ?? all.at(-1)?.time ?? 0;
  const head = playback.time === null ? Math.max(0, ...log.filter((entry) => !entry.doneAt).map((entry) => entry.sequence)) : 0;
  const network = useMemo(() => networkAt(all, time, head) ?? NOBODY, [all, time, head]);
  const marks = useMemo(() => places(network, known), [network, known]);
  const arcs = useMemo(() => flows(marks, countries, network.moved), [marks, countries, network]);
  // The head that the page came with is no news.
  const firstHead = useRef(0);
  if (!firstHead.current) firstHead.current = network.head;
  const pulse = network.head !== firstHead.current ? network.head : 0;

  if (!all.length) {
    return html`<h1>World</h1><${Loading} what=${state === 'live' ? 'Waiting for the first numbers' : 'Connecting to the control plane'} />`;
  }
  const choose = (key) => setChosen((old) => (old === key ? null : key));
  const chosenPlace = marks.find((place) => place.key === chosen);
  return html`
    <div class="page-head"><h1>World</h1><span class=${playback.time === null ? 'faint' : 'chip warn'}>${playback.time === null
      ? `as of ${clock(time)}` : `played back: ${clock(time)}`}</span></div>
    <${Summary} network=${network} />
    <div class="world">
      <section class="card world-map" aria-label="Map">
        <${WorldMap} places=${marks} flows=${arcs} pulse=${pulse} chosen=${chosen} onChoose=${choose} />
        <${Playback} ticks=${all} playback=${playback} />
        <details class="legend-box" open=${innerWidth > 700}><summary>What the colours and shapes mean</summary><${Legend} /></details>
      </section>
      <${Happenings} ticks=${all} time=${time} changes=${log} />
    </div>
    <section class="card" aria-labelledby="places-title">
      <header><h2 id="places-title">${chosenPlace ? `Nodes in ${chosenPlace.location}` : 'Places'}</h2>
        ${chosenPlace && html`<button class="quiet" onClick=${() => setChosen(null)}>Show all</button>`}</header>
      ${network.nodes.length === 0 ? html`<${Empty}>No node has joined yet. A node appears here some seconds after it has started.<//>`
        : html`<${NodeTable} nodes=${network.nodes} known=${known} countries=${countries} chosen=${chosenPlace?.nodes.map((node) => node.id)} />`}
    </section>`;
}
