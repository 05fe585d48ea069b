/** Numbers, times and sizes as people read them. What is not known is a dash. */
export const NONE = '–';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

export function count(n) {
  if (n === null || n === undefined || Number.isNaN(n)) return NONE;
  return Math.abs(n) < 10_000 ? whole.format(n) : compact.format(n);
}

/** Per second. */
export function rate(n) {
  if (n === null || n === undefined || Number.isNaN(n)) return NONE;
  if (n === 0) return '0';
  return n < 10 ? n.toFixed(1) : count(n);
}

/** A share of 1 in percent; never 100 % unless it is. */
export function percent(share) {
  if (share === null || share === undefined || !Number.isFinite(share)) return NONE;
  const value = share * 100;
  if (value > 99.9 && value < 100) return '99.9 %';
  return (value === 0 || value === 100 ? value : value.toFixed(1)) + ' %';
}

/** Numerator over denominator; null without one. */
export function ratio(part, all) {
  return all > 0 ? part / all : null;
}

export function bytes(n) {
  if (n === null || n === undefined || Number.isNaN(n)) return NONE;
  let unit = 0;
  let value = n;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** Microseconds. */
export function micros(n) {
  if (n === null || n === undefined) return NONE;
  if (n < 1000) return `${Math.round(n)} µs`;
  return millis(n / 1000);
}

export function millis(n) {
  if (n === null || n === undefined) return NONE;
  if (n < 10) return `${n.toFixed(1)} ms`;
  if (n < 1000) return `${Math.round(n)} ms`;
  return duration(n / 1000);
}

/** Seconds. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return NONE;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** Since an ISO time. */
export function ago(iso, now = Date.now()) {
  return iso ? `${duration(Math.max(0, (now - Date.parse(iso)) / 1000))} ago` : NONE;
}

/** The time of the day, with seconds. */
export function clock(time) {
  return new Date(time).toLocaleTimeString('en-GB');
}

export function dateTime(iso) {
  return iso ? new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }) : NONE;
}

export function plural(n, one, many = one + 's') {
  return `${count(n)} ${n === 1 ? one : many}`;
}
