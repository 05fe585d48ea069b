/** What the map shows: ticks summed up to one moment, as plain data without anything of the screen. */

/** Ticks of this long before the moment are averaged, in milliseconds: one tick alone flickers. */
const WINDOW = 10_000;

/** A node is said to be gone for this long after its last tick, in milliseconds. */
const GONE_FOR = 5 * 60_000;

/** A node that has not reported for longer is silent. */
export const SILENT = 5_000;

/** The index of the last tick that is not later than `time`; -1 when all are. */
export function tickAt(ticks, time) {
  let low = 0;
  let high = ticks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ticks[middle].time <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Adds a node's counts of a tick to `sum`. */
function addCounts(sum, node, seconds) {
  sum.seconds += seconds;
  for (const field of ['requests', 'hits', 'upstream', 'errors', 'bytes']) sum[field] += node[field] ?? 0;
  for (const [country, requests] of Object.entries(node.viewers ?? {})) {
    sum.viewers[country] = (sum.viewers[country] ?? 0) + requests;
  }
}

function perSecond(sum) {
  const seconds = sum.seconds || 1;
  const viewers = Object.fromEntries(Object.entries(sum.viewers).map(([country, n]) => [country, n / seconds]));
  return {
    requests: sum.requests / seconds,
    hits: sum.hits / seconds,
    upstream: sum.upstream / seconds,
    errors: sum.errors / seconds,
    bytes: sum.bytes / seconds,
    viewers,
  };
}

const empty = () => ({ seconds: 0, requests: 0, hits: 0, upstream: 0, errors: 0, bytes: 0, viewers: {} });

/** What a node is seen as: ready, behind, silent, lost (its lease), starting, draining or gone. */
function stateOf(node, head) {
  if (node.silentMillis > SILENT) return 'silent';
  if (node.lease === 'lost') return 'lost';
  if (node.state !== 'ready') return node.state;
  return node.applied !== undefined && node.applied < head ? 'behind' : 'ready';
}

/**
 * The network at a moment: `{time, head, completed, nodes, viewers, moved}`. Rates are per second. `nodes` are those that
 * are there and those that went within five minutes (`view` gone, `goneAt`). `moved` are the countries whose viewers a gone
 * node served.
 *
 * @param ticks oldest first
 * @param time milliseconds
 * @param head the newest sequence that is known, which may be newer than the last tick's; 0 to take the tick's
 */
export function networkAt(ticks, time, head = 0) {
  const last = tickAt(ticks, time);
  if (last < 0) return null;
  const tick = ticks[last];
  const known = Math.max(head, tick.head);
  const sums = new Map();
  for (let i = last; i >= 0 && ticks[i].time > tick.time - WINDOW; i--) {
    for (const node of ticks[i].nodes) {
      if (!sums.has(node.id)) sums.set(node.id, empty());
      addCounts(sums.get(node.id), node, ticks[i].seconds);
    }
  }
  const nodes = tick.nodes.map((node) => ({
    ...node,
    ...perSecond(sums.get(node.id)),
    view: stateOf(node, known),
    behind: node.applied === undefined ? 0 : Math.max(0, known - node.applied),
  }));
  const { gone, moved } = goneBy(ticks, last, new Set(tick.nodes.map((node) => node.id)));
  return { time: tick.time, head: known, completed: tick.completed, nodes: [...nodes, ...gone], moved };
}

function goneBy(ticks, last, present) {
  const now = ticks[last].time;
  const gone = new Map();
  const moved = new Set();
  for (let i = last - 1; i >= 0 && ticks[i].time > now - GONE_FOR; i--) {
    for (const node of ticks[i].nodes) {
      if (present.has(node.id)) continue;
      if (!gone.has(node.id)) {
        gone.set(node.id, { ...node, ...perSecond(empty()), view: 'gone', behind: 0, goneAt: ticks[i].time });
      }
      if (ticks[i].time > gone.get(node.id).goneAt - 60_000) {
        Object.keys(node.viewers ?? {}).forEach((country) => moved.add(country));
      }
    }
  }
  return { gone: [...gone.values()], moved };
}

/** The sums over all edges, and of the regional caches' requests to origins. */
export function totals(network) {
  const edges = network.nodes.filter((node) => node.role === 'edge');
  const regionals = network.nodes.filter((node) => node.role === 'regional');
  const sum = (nodes, field) => nodes.reduce((all, node) => all + node[field], 0);
  return {
    requests: sum(edges, 'requests'),
    hits: sum(edges, 'hits'),
    errors: sum(edges, 'errors'),
    bytes: sum(edges, 'bytes'),
    origin: sum(regionals, 'upstream'),
    present: network.nodes.filter((node) => node.view !== 'gone').length,
    troubled: network.nodes.filter((node) => ['silent', 'lost', 'gone'].includes(node.view)).length,
    behind: network.nodes.filter((node) => node.behind > 0).length,
  };
}
