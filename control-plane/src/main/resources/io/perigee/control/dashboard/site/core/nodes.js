import { useMemo, useRef } from './html.js';
import { usePoll } from './poll.js';

/** Every node that was ever listed while the page was open, by id: those that are gone keep their place on the map. */
const ever = new Map();

/** Descriptions of nodes by id, asked again when a tick names one that is not known. */
export function useKnownNodes(ticks) {
  const unknown = useRef(new Set());
  const { data, reload } = usePoll('/v1/nodes', 30);
  const known = useMemo(() => {
    for (const node of data?.items ?? []) ever.set(node.id, node);
    return new Map(ever);
  }, [data]);
  const newest = ticks.at(-1)?.nodes ?? [];
  for (const { id } of newest) {
    if (data && !ever.has(id) && !unknown.current.has(id)) {
      unknown.current.add(id);
      queueMicrotask(reload);
    }
  }
  return known;
}
