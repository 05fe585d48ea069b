import { get, query, request, token } from './api.js';
import { readEvents } from './events.js';
import { store } from './store.js';

/** How long is kept, in milliseconds; as long as the control plane itself keeps it. */
export const KEPT = 30 * 60_000;

/** Silence after which a connection is given up: two of the control plane's heartbeats and a little. */
const SILENCE = 35_000;
const HISTORY_PART = 5 * 60_000;
const FIRST_RETRY = 500;
const LONGEST_RETRY = 15_000;

/** `{state: off|connecting|live|reconnecting, since, error}`: whether what is shown is what is happening. */
export const connection = store({ state: 'off', since: Date.now(), error: null });

/** The ticks of the past 30 minutes, oldest first, each with `time` in milliseconds. Replaced with each tick. */
export const ticks = store([]);

/** The newest entries of the change log: `{sequence, kind, acceptedAt, doneAt?}`, newest first. */
export const changes = store([]);

function connected(state, error = null) {
  if (connection.get().state !== state || error) connection.set({ state, since: Date.now(), error });
}

function add(more) {
  const byTime = new Map(ticks.get().map((tick) => [tick.time, tick]));
  for (const tick of more) {
    const time = Date.parse(tick.at);
    byTime.set(time, { ...tick, time });
  }
  const all = [...byTime.values()].sort((a, b) => a.time - b.time);
  const newest = all.at(-1)?.time ?? 0;
  ticks.set(all.filter((tick) => tick.time > newest - KEPT));
}

function changed(entry) {
  if (changes.get().some((known) => known.sequence === entry.sequence)) return;
  changes.set([entry, ...changes.get()].sort((a, b) => b.sequence - a.sequence).slice(0, 50));
}

function completed(sequence) {
  const now = new Date().toISOString();
  changes.set(
    changes.get().map((entry) => (entry.sequence <= sequence && !entry.doneAt ? { ...entry, doneAt: now } : entry)),
  );
}

function tell(event, data) {
  if (event === 'tick') {
    add([data]);
    // A completion that was told while the connection was down.
    if (changes.get().some((entry) => !entry.doneAt && entry.sequence <= data.completed)) completed(data.completed);
  } else if (event === 'change') changed(data);
  else if (event === 'completed') completed(data.sequence);
}

/** Asks for what happened before, newest first and in parts: with hundreds of nodes it is a lot. */
async function history(since, signal) {
  let to = Date.now();
  const first = Math.max(since, to - KEPT);
  while (to > first && !signal.aborted) {
    const from = Math.max(first, to - HISTORY_PART);
    const past = await get('/v1/live/history' + query({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }), { signal });
    add(past.ticks);
    to = from;
  }
}

async function once(ended) {
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  ended.addEventListener('abort', stop);
  let watchdog = setTimeout(stop, SILENCE);
  const known = ticks.get().at(-1)?.time ?? 0;
  try {
    const response = await request('/v1/live', { headers: { Accept: 'text/event-stream' }, signal: attempt.signal });
    connected('live');
    // What was missed comes beside the stream, so that nothing is lost between the two.
    history(known, attempt.signal).catch(() => {});
    await readEvents(response.body, tell, () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, SILENCE);
    });
  } finally {
    clearTimeout(watchdog);
    ended.removeEventListener('abort', stop);
  }
}

async function follow(ended) {
  let wait = FIRST_RETRY;
  connected('connecting');
  while (!ended.aborted) {
    const begun = Date.now();
    let error = null;
    try {
      await once(ended);
    } catch (failure) {
      error = failure;
    }
    if (ended.aborted) return;
    if (Date.now() - begun > LONGEST_RETRY) wait = FIRST_RETRY;
    connected('reconnecting', error);
    await pause(wait * (0.5 + Math.random() / 2), ended);
    wait = Math.min(wait * 2, LONGEST_RETRY);
  }
}

/** Waits; not longer than until the browser says that the network is back, or the person comes back to the page. */
function pause(millis, ended) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      ended.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, millis);
    addEventListener('online', done);
    ended.addEventListener('abort', done);
  });
}

let running = null;

function restart() {
  running?.abort();
  running = null;
  ticks.set([]);
  changes.set([]);
  if (token.get()) {
    running = new AbortController();
    follow(running.signal);
  } else {
    connected('off');
  }
}

token.watch(restart);
restart();
