import type { Route } from './answers.ts';

/** The route that serves a path, with what its `:names` stand for. */
export function match(routes: readonly Route[], method: string, path: string) {
  for (const route of routes) {
    if (route.method !== method) continue;
    const names: string[] = [];
    const pattern = route.path.replace(/:(\w+)/g, (_, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
    const values = new RegExp(`^${pattern}$`).exec(path)?.slice(1);
    if (!values) continue;
    const params = Object.fromEntries(
      names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]),
    );
    return { route, params };
  }
  return undefined;
}
