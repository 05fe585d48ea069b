import { html, useEffect, useRef, useState } from '../core/html.js';
import { clock } from '../core/format.js';
import { Icon } from '../parts/icons.js';

const STEP = 200;

/**
 * Where in time the page is: `{time: milliseconds, or null for now, playing, speed}`, and what changes it. Played back to its
 * end, the past becomes the present again.
 */
export function usePlayback(ticks) {
  const [state, setState] = useState({ time: null, playing: false, speed: 10 });
  const end = useRef(0);
  end.current = ticks.at(-1)?.time ?? 0;
  useEffect(() => {
    if (!state.playing) return undefined;
    const timer = setInterval(() => setState((old) => {
      const time = old.time + STEP * old.speed;
      return time >= end.current ? { ...old, time: null, playing: false } : { ...old, time };
    }), STEP);
    return () => clearInterval(timer);
  }, [state.playing]);
  return {
    ...state,
    seek: (time) => setState((old) => (time >= end.current ? { ...old, time: null, playing: false } : { ...old, time })),
    live: () => setState((old) => ({ ...old, time: null, playing: false })),
    toggle: (from) => setState((old) => ({ ...old, playing: !old.playing, time: old.playing ? old.time : (old.time ?? from) })),
    setSpeed: (speed) => setState((old) => ({ ...old, speed })),
  };
}

/** The slider over the past 30 minutes, with play and pause, speed, and the way back to now. */
export function Playback({ ticks, playback }) {
  const first = ticks[0]?.time ?? 0;
  const last = ticks.at(-1)?.time ?? 0;
  const shown = playback.time ?? last;
  const words = playback.time === null ? 'now' : clock(shown);
  // Played from the present, there is nothing to see: it starts where the kept past begins.
  return html`<div class="playback" role="group" aria-label="Playback of the past 30 minutes">
    <button class="quiet" aria-label=${playback.playing ? 'Pause' : 'Play the past back'} title=${playback.playing ? 'Pause' : 'Play the past back'}
      disabled=${last <= first} onClick=${() => playback.toggle(first)}><${Icon} name=${playback.playing ? 'pause' : 'play'} /></button>
    <output class="mono nowrap time">${clock(shown)}</output>
    <input type="range" min=${first} max=${last} step="2000" value=${shown} aria-label="Time" aria-valuetext=${words}
      onInput=${(event) => playback.seek(Number(event.target.value))} />
    <div class="row speeds" role="group" aria-label="Speed">
      ${[1, 10].map((speed) => html`<button class="quiet" aria-pressed=${String(playback.speed === speed)} onClick=${() => playback.setSpeed(speed)}>${speed}×</button>`)}
    </div>
    <button class="live-button" aria-pressed=${String(playback.time === null)} onClick=${playback.live}>Now</button>
  </div>`;
}
