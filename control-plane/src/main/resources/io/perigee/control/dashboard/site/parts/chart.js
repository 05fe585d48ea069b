import uPlot from '../vendor/uplot/uPlot.esm.js';
import { html, useEffect, useRef } from '../core/html.js';
import { useStore } from '../core/store.js';
import { theme, token } from '../core/theme.js';

const HEIGHT = 190;

function options(series, format, width, range) {
  const axis = { stroke: token('--ink-3'), grid: { stroke: token('--line'), width: 1 }, ticks: { show: false }, font: `11px ${token('--font')}` };
  return {
    width,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    cursor: { y: false, points: { size: 6 } },
    legend: { live: true, isolate: false },
    scales: { x: { time: true }, y: { range: range ?? ((plot, low, high) => [0, high > 0 ? high * 1.1 : 1]) } },
    axes: [
      { ...axis, space: 80, size: 26, values: [[60, '{HH}:{mm}', null, null, null, null, null, null, 1], [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1]] },
      { ...axis, size: 62, values: (plot, values) => values.map(format) },
    ],
    series: [
      { label: 'Time', value: (plot, time) => (time ? new Date(time * 1000).toLocaleTimeString('en-GB') : '–') },
      ...series.map((one) => ({
        label: one.name,
        stroke: token(one.colour),
        width: 1.6,
        dash: one.dash,
        fill: one.fill ? token(one.colour) + '1c' : undefined,
        points: { show: false },
        spanGaps: false,
        value: (plot, value) => (value === null || value === undefined ? '–' : format(value)),
      })),
    ],
  };
}

/**
 * Lines over time. Series: `{name, colour: a token of the design, values, dash, fill}`; null is a gap.
 *
 * @param times seconds since 1970
 * @param format a value in words
 * @param range uPlot's range of the y axis; without it from 0
 */
export function Chart({ title, times, series, format, range }) {
  const frame = useRef();
  const plot = useRef(null);
  const shown = useStore(theme);
  const data = [times, ...series.map((one) => one.values)];
  const newest = useRef(data);
  newest.current = data;
  const names = series.map((one) => one.name).join('|');

  useEffect(() => {
    const width = () => Math.max(frame.current.clientWidth, 180);
    plot.current = new uPlot(options(series, format, width(), range), newest.current, frame.current);
    const observer = new ResizeObserver(() => plot.current.setSize({ width: width(), height: HEIGHT }));
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      plot.current.destroy();
    };
  }, [names, shown]);

  useEffect(() => plot.current.setData(data), [times, ...series.map((one) => one.values)]);

  const last = series.map((one) => {
    const value = [...one.values].reverse().find((known) => known !== null && known !== undefined);
    return `${one.name} ${value === undefined ? 'not known' : format(value)}`;
  });
  return html`<section class="card chart">
    <header><h2>${title}</h2></header>
    <div class="body"><div role="img" aria-label=${`${title}, lines over time. Now: ${last.join(', ')}.`} ref=${frame}></div></div>
  </section>`;
}
