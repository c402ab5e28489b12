/** Logins of the demo. Their passwords are public in this file: never seed a real database. */
export const DEMO_PEOPLE = [
  {
    role: "TRADER",
    email: "trader@terminal-zero.local",
    displayName: "Demo Trader",
    password: "practise makes steady",
  },
  {
    role: "ADMIN",
    email: "admin@terminal-zero.local",
    displayName: "Demo Admin",
    password: "mind the whole desk",
  },
] as const;

/** API key of the trader's practice portfolio, for the examples of the documentation. As public as the passwords. */
export const DEMO_API_KEY = {
  key: "tzdemo0000000000key",
  secret: "tzdemo00000000000000000000secret",
} as const;

/** Rivals on the leaderboard. They have no password: they can't sign in. */
export const DEMO_RIVALS = [
  "Ada Steady",
  "Breakout Ben",
  "Funding Fox",
  "Mean Mira",
  "Patient Pia",
  "Scalper Sam",
];
