import ccxt from "ccxt";

type Options = {
  url: string;
  wsUrl?: string;
  key: string;
  secret: string;
  options?: Record<string, unknown>;
};

/** A ccxt client of the product. */
export function createCcxt({ url, key, secret, options = {} }: Options) {
  const api = { public: url, private: url };
  return new ccxt.bybit({ apiKey: key, secret, urls: { api }, options: { defaultType: "swap", ...options } });
}
export type Ccxt = ReturnType<typeof createCcxt>;
