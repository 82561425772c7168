import type { PureModules } from './pure-modules.js';

/** The modules that the command line names, or why there are none. */
export type Choice =
  | { readonly ok: true; readonly modules: readonly PureModules[] }
  | { readonly ok: false; readonly message: string };

/** All where none is named; otherwise each name is a folder of the list, or one that holds some of them. */
export function chosenModules(names: readonly string[], all: readonly PureModules[]): Choice {
  if (names.length === 0) return { ok: true, modules: all };
  const wanted = names.map((name) => name.replace(/\/+$/, ''));
  const unknown = wanted.filter((name) => !all.some(({ folder }) => isWithin(folder, name)));
  if (unknown.length > 0) return { ok: false, message: nothingThere(unknown, all) };
  return {
    ok: true,
    modules: all.filter(({ folder }) => wanted.some((name) => isWithin(folder, name))),
  };
}

function isWithin(folder: string, name: string): boolean {
  return folder === name || folder.startsWith(`${name}/`);
}

function nothingThere(unknown: readonly string[], all: readonly PureModules[]): string {
  const known = all.map(({ folder }) => folder).join(', ');
  return `Nothing can be mutated in ${unknown.join(', ')}: its modules are not listed as pure. Name some of ${known}, or list it in quality/mutation/pure-modules.ts.`;
}
