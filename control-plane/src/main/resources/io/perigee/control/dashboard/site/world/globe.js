import '../vendor/d3-array/d3-array.min.js';
import '../vendor/d3-geo/d3-geo.min.js';
import '../vendor/topojson-client/topojson-client.min.js';

const { geoNaturalEarth1, geoPath } = globalThis.d3;
const { feature, mesh } = globalThis.topojson;

/** The map's own size; the page scales it. */
export const WIDTH = 960;
export const HEIGHT = 452;

const projection = geoNaturalEarth1().rotate([-11, 0]).scale(181).translate([WIDTH / 2 - 4, HEIGHT / 2 + 34]);
const draw = geoPath(projection).digits(1);
const arcs = new Map();

/** Where a place is on the map: `[x, y]`. */
export function spot(place) {
  return projection([place.longitude, place.latitude]);
}

/** The path of the great circle between two places; a bow on the map where one of them is not really anywhere. */
export function arc(from, to) {
  if (from.symbolic || to.symbolic) {
    const [[x1, y1], [x2, y2]] = [spot(from), spot(to)];
    return `M${x1.toFixed(1)},${y1.toFixed(1)}Q${((x1 + x2) / 2).toFixed(1)},${((y1 + y2) / 2 + Math.abs(x1 - x2) / 6).toFixed(1)} ${x2.toFixed(1)},${y2.toFixed(1)}`;
  }
  const key = `${from.longitude},${from.latitude} ${to.longitude},${to.latitude}`;
  if (!arcs.has(key)) {
    const coordinates = [[from.longitude, from.latitude], [to.longitude, to.latitude]];
    arcs.set(key, draw({ type: 'LineString', coordinates }) ?? '');
  }
  return arcs.get(key);
}

/** Land and borders as paths, without Antarctica, where no viewers are. */
export async function land() {
  const atlas = await (await fetch(new URL('../vendor/world-atlas/countries-110m.json', import.meta.url))).json();
  const countries = atlas.objects.countries;
  const shown = { ...countries, geometries: countries.geometries.filter((country) => country.id !== '010') };
  return {
    land: draw(feature(atlas, shown)),
    borders: draw(mesh(atlas, shown, (a, b) => a !== b)),
  };
}
