import { useCallback, useEffect, useRef, useState } from './html.js';
import { get } from './api.js';

/**
 * What a path answers, asked again every `seconds` while the page is to be seen: `{data, error, reload}`. The last data stays
 * while the control plane does not answer. `seconds` may be a function of the data.
 */
export function usePoll(path, seconds = 5) {
  const [state, setState] = useState({ path, data: null, error: null });
  const [round, setRound] = useState(0);
  const every = useRef(seconds);
  every.current = seconds;
  const reload = useCallback(() => setRound((n) => n + 1), []);

  useEffect(() => {
    if (!path) return undefined;
    const ended = new AbortController();
    let timer;
    async function ask() {
      let next;
      try {
        const data = document.hidden ? undefined : await get(path, { signal: ended.signal });
        if (ended.signal.aborted) return;
        if (data !== undefined) setState({ path, data, error: null });
        next = typeof every.current === 'function' ? every.current(data) : every.current;
      } catch (error) {
        if (ended.signal.aborted) return;
        setState((old) => ({ path, data: old.path === path ? old.data : null, error }));
        next = error.status === 404 ? 0 : 3;
      }
      if (next) timer = setTimeout(ask, next * 1000);
    }
    ask();
    return () => {
      ended.abort();
      clearTimeout(timer);
    };
  }, [path, round]);

  const own = state.path === path ? state : { data: null, error: null };
  return { data: own.data, error: own.error, reload };
}
