import { percent, plural, rate, ratio } from '../core/format.js';
import { html, useEffect, useRef, useState } from '../core/html.js';
import { HEIGHT, WIDTH, arc, land, spot } from './globe.js';
import { ratioClass } from './places.js';

const ORDER = { viewer: 0, origin: 1, region: 2, edge: 4, control: 5 };
const VIEWS = { silent: 'silent', lost: 'lost its lease', gone: 'gone', draining: 'draining', starting: 'starting', behind: 'behind the log' };

/** How much smaller than on its own scale the map is shown; marks and lines keep their size on the screen. */
function useShrink(element) {
  const [shrink, setShrink] = useState(1);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setShrink(WIDTH / Math.max(entry.contentRect.width, 200)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return Math.min(Math.max(shrink, 0.6), 1.9);
}

/** A place in words. */
export function placeWords(place) {
  if (place.nodes.length === 0) return `${place.location}: ${rate(place.requests)} requests/s`;
  const trouble = VIEWS[place.view] ? `, ${VIEWS[place.view]}` : '';
  const what = place.nodes.length === 1 ? place.nodes[0].id : plural(place.nodes.length, `${place.role} node`);
  if (place.role === 'control' || place.role === 'origin') return `${what} in ${place.location}${trouble}`;
  const hits = ratio(place.hits, place.requests);
  return `${what} in ${place.location}: ${rate(place.requests)} requests/s${hits === null ? '' : `, ${percent(hits)} hits`}${trouble}`;
}

function Arc({ flow, most, shrink }) {
  const width = (0.7 + 4.3 * Math.sqrt(flow.requests / most)) * shrink;
  return html`<path class=${`arc ${flow.kind}${flow.moved ? ' moved' : ''}`} d=${arc(flow.from, flow.to)} stroke-width=${width.toFixed(2)}>
    <title>${`${flow.from.name ?? flow.from.location} to ${flow.to.location}: ${rate(flow.requests)} requests/s`}</title></path>`;
}

function Shape({ role, size }) {
  if (role === 'edge') return html`<circle class="shape" r=${size} />`;
  if (role === 'regional') return html`<rect class="shape" x=${-size} y=${-size} width=${2 * size} height=${2 * size} rx="1.5" />`;
  if (role === 'origin') return html`<path class="shape" d=${`M0 ${-size * 1.3}L${size * 1.3} 0L0 ${size * 1.3}L${-size * 1.3} 0Z`} />`;
  return html`<path class="shape" d=${`M0 ${-size * 1.2}L${size * 1.15} ${size * 0.9}L${-size * 1.15} ${size * 0.9}Z`} />`;
}

const OFFSET = { edge: [0, 0], regional: [13, -11], origin: [-13, -11], control: [13, 12] };

function Mark({ place, most, shrink, pulse, chosen, onChoose }) {
  const [x, y] = spot(place);
  const size = place.role === 'edge' ? 4.5 + 13 * Math.sqrt(place.requests / most) : 5.5;
  const [dx, dy] = (place.symbolic ? OFFSET.edge : OFFSET[place.role]).map((distance) => distance * shrink);
  const colour = place.role === 'edge' || place.role === 'regional' ? `ratio-${ratioClass(place.hits, place.requests)}` : 'plain';
  return html`<g class=${`mark ${place.role} ${place.view} ${colour}${chosen ? ' chosen' : ''}`} data-place=${place.key}
      data-nodes=${place.nodes.map((node) => node.id).join(' ')} onClick=${() => place.nodes.length && onChoose(place.key)}
      transform=${`translate(${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}) scale(${shrink.toFixed(3)})`}>
    <title>${placeWords(place)}</title>
    ${pulse && place.role === 'control' && html`<circle key=${pulse} class="pulse" r="6" />`}
    ${place.view === 'behind' && html`<circle class="ring" r=${size + 4} />`}
    <circle class="touch" r=${Math.max(size, 9)} />
    <${Shape} role=${place.role} size=${size} />
    ${['silent', 'lost', 'gone'].includes(place.view) && html`<path class="cross" d=${`M${-size} ${-size}L${size} ${size}M${size} ${-size}L${-size} ${size}`} />`}
    ${place.nodes.length === 0 && html`<text class="name" x="10" dy="0.35em">origins</text>`}
    ${place.nodes.length > 1 && size > 9 && html`<text class="many" dy="0.35em">${place.nodes.length}</text>`}
  </g>`;
}

/**
 * The map. For people who do not see it, the table beside it says the same.
 *
 * @param pulse another value with each change that is to be seen leaving the control plane
 */
export function WorldMap({ places, flows, pulse, chosen, onChoose }) {
  const [ground, setGround] = useState(null);
  const frame = useRef();
  const shrink = useShrink(frame);
  useEffect(() => {
    land().then(setGround, () => setGround({}));
  }, []);
  const mostEdge = Math.max(1, ...places.filter((place) => place.role === 'edge').map((place) => place.requests));
  const mostArc = Math.max(0.5, ...flows.map((flow) => flow.requests));
  const arcs = [...flows].sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);
  const marks = [...places].sort((a, b) => (a.role === 'edge' ? 0 : 1) - (b.role === 'edge' ? 0 : 1) || b.requests - a.requests);
  return html`<div class="map" ref=${frame}>
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${`Map of the network: ${plural(places.length, 'place')}. The table below says the same in words.`}>
      ${ground && html`<path class="land" d=${ground.land} /><path class="borders" d=${ground.borders} />`}
      <g class="arcs">${arcs.map((flow) => html`<${Arc} key=${flow.key} flow=${flow} most=${mostArc} shrink=${shrink} />`)}</g>
      <g class="marks">${marks.map((place) => html`<${Mark} key=${place.key} place=${place} most=${mostEdge} shrink=${shrink}
        pulse=${pulse} chosen=${chosen === place.key} onChoose=${onChoose} />`)}</g>
    </svg>
  </div>`;
}
