/**
 * What the seed changes of its environment. It runs beside a build or a first start, so that a connection or a core may
 * be long in coming: it waits for hours, and a database that ends rejects it at once.
 */
export const SEED_ENVIRONMENT = { DATABASE_TIMEOUT_FACTOR: "10000" } as const;
