/** Nodes by where they are, and what flows between places. */

const WORST = ['ready', 'starting', 'draining', 'behind', 'gone', 'lost', 'silent'];

/** The most arcs from countries; the rest carries little and would hide the map. */
const MOST_ARCS = 160;

/**
 * Nodes of one role at one place are one mark: `{key, role, longitude, latitude, nodes, requests, hits, upstream, view}`.
 *
 * @param known each node's description by id, as `/v1/nodes` has it
 */
export function places(network, known) {
  const byKey = new Map();
  for (const node of network.nodes) {
    const described = known.get(node.id);
    if (!described) continue;
    const key = `${node.role} ${described.latitude.toFixed(2)} ${described.longitude.toFixed(2)}`;
    if (!byKey.has(key)) {
      byKey.set(key, {
        key,
        role: node.role,
        region: node.region,
        location: described.location || described.region,
        latitude: described.latitude,
        longitude: described.longitude,
        nodes: [],
        requests: 0,
        hits: 0,
        upstream: 0,
        errors: 0,
        viewers: {},
      });
    }
    const place = byKey.get(key);
    place.nodes.push(node);
    for (const field of ['requests', 'hits', 'upstream', 'errors']) place[field] += node[field];
    for (const [country, requests] of Object.entries(node.viewers)) {
      place.viewers[country] = (place.viewers[country] ?? 0) + requests;
    }
  }
  for (const place of byKey.values()) {
    const alive = place.nodes.filter((node) => node.view !== 'gone');
    const worst = (nodes) => WORST[Math.max(...nodes.map((node) => WORST.indexOf(node.view)))];
    place.view = alive.length ? worst(place.nodes) : 'gone';
  }
  const all = [...byKey.values()];
  return all.length && !all.some((place) => place.role === 'origin') ? [...all, elsewhere(all)] : all;
}

/** Origins that are no nodes of the network have no place that it knows: they are drawn together, out at sea. */
function elsewhere(all) {
  const upstream = all.filter((place) => place.role === 'regional').reduce((sum, place) => sum + place.upstream, 0);
  return {
    key: 'origins',
    role: 'origin',
    region: '',
    location: 'origins outside the network',
    latitude: 12,
    longitude: -38,
    symbolic: true,
    nodes: [],
    requests: upstream,
    hits: 0,
    upstream: 0,
    errors: 0,
    viewers: {},
    view: 'ready',
  };
}

/**
 * What flows: `{key, kind: viewer|region|origin, from, to, requests, moved}` with places or countries at both ends. An edge
 * asks the regional caches of its region, each for its share of the objects; where a region has none, it asks the origin.
 */
export function flows(all, countries, moved) {
  const of = (role) => all.filter((place) => place.role === role && place.view !== 'gone');
  const regionals = of('regional');
  const origins = of('origin');
  const arcs = [];
  const share = (kind, from, targets, requests) => {
    if (requests <= 0) return;
    for (const to of targets) {
      arcs.push({ key: `${kind} ${from.key} ${to.key}`, kind, from, to, requests: requests / targets.length });
    }
  };
  const viewers = [];
  for (const edge of of('edge')) {
    for (const [code, requests] of Object.entries(edge.viewers)) {
      const from = countries.get(code);
      if (from && requests > 0) {
        viewers.push({ key: `viewer ${code} ${edge.key}`, kind: 'viewer', from, to: edge, requests, moved: moved.has(code) });
      }
    }
    const own = regionals.filter((regional) => regional.region === edge.region);
    share(own.length ? 'region' : 'origin', edge, own.length ? own : origins, edge.upstream);
  }
  for (const regional of regionals) share('origin', regional, origins, regional.upstream);
  viewers.sort((a, b) => b.requests - a.requests);
  return [...viewers.slice(0, MOST_ARCS), ...arcs];
}

/** The class of a hit ratio, 1 to 5; 0 where nothing was asked. */
export function ratioClass(hits, requests) {
  if (!(requests > 0)) return 0;
  const share = hits / requests;
  return share < 0.5 ? 1 : share < 0.7 ? 2 : share < 0.85 ? 3 : share < 0.95 ? 4 : 5;
}

export const RATIO_WORDS = ['no requests', 'below 50 %', '50 to 70 %', '70 to 85 %', '85 to 95 %', '95 % and more'];
