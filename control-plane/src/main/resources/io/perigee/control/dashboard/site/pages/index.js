/** The pages in the order of the navigation; each is loaded when it is first opened. */
export const PAGES = [
  { id: 'world', title: 'World', load: () => import('./world.js').then((page) => page.World) },
  { id: 'traffic', title: 'Traffic', load: () => import('./traffic.js').then((page) => page.Traffic) },
  { id: 'nodes', title: 'Nodes', load: () => import('./nodes.js').then((page) => page.Nodes) },
  { id: 'invalidations', title: 'Invalidations', load: () => import('./invalidations.js').then((page) => page.Invalidations) },
  { id: 'distributions', title: 'Distributions', load: () => import('./distributions.js').then((page) => page.Distributions) },
  { id: 'functions', title: 'Functions', load: () => import('./functions.js').then((page) => page.Functions) },
];

/** The page of that id; the first one for an unknown id. */
export function pageNamed(id) {
  return PAGES.find((page) => page.id === id) ?? PAGES[0];
}
