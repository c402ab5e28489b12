/** Who can sign in to a demo. Their passwords are in this file for everybody to read: never seed a real database. */
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

/** Company on the leaderboard. They have no password: nobody can sign in as one of them. */
export const DEMO_RIVALS = [
  "Ada Steady",
  "Breakout Ben",
  "Funding Fox",
  "Mean Mira",
  "Patient Pia",
  "Scalper Sam",
];
