import { DEMO_API_KEY, DEMO_PEOPLE } from "@/prisma/seed/demo-people";

/** Prints the demo's accounts, and the lines that a ccxt user needs for REST and sockets. */
export function printDemoLogins(port: number, gatewayPort: number): void {
  const { key, secret } = DEMO_API_KEY;
  const host = `localhost:${gatewayPort}`;
  for (const { role, email, password } of DEMO_PEOPLE) {
    console.log(`  ${role === "ADMIN" ? "Admin: " : "Trader:"} ${email}, password "${password}"`);
  }
  console.log(`  The operators' desk (/admin) first asks the admin to set up an authenticator app.
  API key ${key}, secret ${secret}, for any Bybit v5 client, on http://${host}. ccxt:
    const u = "http://${host}", w = "ws://${host}/v5", api = { public: u, private: u, ws: { public: { linear: w + "/public/linear" }, private: { contract: w + "/private", trade: w + "/trade" } } };
    const exchange = new ccxt.pro.bybit({ apiKey: "${key}", secret: "${secret}", urls: { api } });
  Mails go to http://localhost:${port}/mailbox.`);
}
