const ADDRESS_OF = {
  venue: "BYBIT_REST_URL",
  redis: "UPSTASH_REDIS_REST_URL",
  qstash: "QSTASH_URL",
  paystack: "PAYSTACK_URL",
} as const;

/** Sets fault switches of an emulator in `env`; see `switches.ts` of each. */
export async function controlEmulator(
  env: Record<string, string>,
  service: keyof typeof ADDRESS_OF,
  switches: object,
): Promise<void> {
  const address = `${env[ADDRESS_OF[service]]}/__control`;
  const response = await fetch(address, { method: "POST", body: JSON.stringify(switches) });
  if (!response.ok)
    throw new Error(`The ${service} rejected ${JSON.stringify(switches)}: ${await response.text()}`);
}
