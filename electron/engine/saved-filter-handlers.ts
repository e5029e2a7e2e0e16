import type { Cases } from './cases.ts';
import type { Handlers } from './dispatcher.ts';
import type { Grants } from './grants.ts';
import { RecordPaths } from './paths/record-paths.ts';
import { SavedFilters } from './saved-filters/saved-filters.ts';

export interface SavedFilterParts {
  readonly cases: Cases;
  readonly grants: Grants;
  readonly dataFolder: string;
}

type FilterMethod = Extract<keyof Handlers, `filters.${string}`> | 'events.paths' | 'events.pathValues';

/** The part of the contract that helps to write filters: those that were kept, and the paths that records have. */
export function savedFilterHandlers({
  cases,
  grants,
  dataFolder,
}: SavedFilterParts): Pick<Handlers, FilterMethod> {
  const filters = new SavedFilters(dataFolder);
  const paths = new RecordPaths();
  return {
    'filters.list': () => filters.list(),
    'filters.watch': (_, signal) => filters.watch(signal),
    'filters.save': (draft) => filters.save(draft),
    'filters.remove': async ({ id }) => {
      await filters.remove(id);
      return {};
    },
    'filters.move': async ({ id, to }) => {
      await filters.move(id, to);
      return {};
    },
    'filters.export': async ({ target, overwrite }) => ({
      filters: await filters.exportTo(grants.pathOf(target, 'save'), overwrite),
    }),
    'filters.import': ({ file, onSameName }) => filters.importFrom(grants.pathOf(file, 'file'), onSameName),
    'events.paths': ({ case: id, prefix, limit }, signal) =>
      paths.paths(cases.get(id), prefix, limit, signal),
    'events.pathValues': ({ case: id, path, text, limit }, signal) =>
      paths.values(cases.get(id), path, text, limit, signal),
  };
}
