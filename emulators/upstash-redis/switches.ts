/**
 * How the emulator misbehaves on demand: `POST /__control` with some of these as JSON, `GET /__control` for
 * the current ones. The real service has no such path.
 */
export type RedisSwitches = {
  /** Every request but the control ones has its connection destroyed, and open subscriptions are cut. */
  down: boolean;
  /** Every response is delayed by this, in ms. */
  delayMs: number;
  /** Share of requests (0 to 1) that get a 500 without being executed. */
  errorRate: number;
};

/** Actions that happen once when they are sent as `true`. */
export type RedisActions = {
  /** Ends all open subscriptions, as a restart of the service would. */
  dropSubscribers: boolean;
  /** Removes all keys, as FLUSHALL would. */
  flush: boolean;
};

/** The defaults: no faults. */
export const BEHAVED: RedisSwitches = { down: false, delayMs: 0, errorRate: 0 };
/** The names of the one-time actions. */
export const REDIS_ACTIONS = ["dropSubscribers", "flush"] as const satisfies (keyof RedisActions)[];
