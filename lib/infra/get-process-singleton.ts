import "server-only";

/**
 * One value for the whole process. Next bundles every route separately, and reloads modules in development,
 * so a module-level variable would exist once for each bundle.
 */
export function getProcessSingleton<T>(name: string, create: () => T): T {
  const key = Symbol.for(`terminal-zero.${name}`);
  const holder = globalThis as unknown as Record<symbol, T | undefined>;
  holder[key] ??= create();
  return holder[key];
}
