/** An object as JSON.parse gives it. */
export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True when objects and arrays are nested deeper than `limit` levels. Never recurses deeper than that. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'object' && isDeeperThan(item, limit - 1)) return true;
    }
    return false;
  }
  // Own keys only: JSON.parse makes plain objects without inherited enumerable keys, and for-in is the fastest walk.
  for (const key in value) {
    const item: unknown = Reflect.get(value, key);
    if (typeof item === 'object' && isDeeperThan(item, limit - 1)) return true;
  }
  return false;
}

/** Equal as JSON: the order of keys does not matter. Both sides must be within the depth limit. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSameJson(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]));
}
