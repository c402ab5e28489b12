import { openBrowser } from "/work/wt/heartbeat/dev/testing/open-browser.ts";
const base = "http://localhost:3990";
const browser = await openBrowser();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: base });
const page = await context.newPage();
page.on("console", (m) => { if (m.type() === "error") console.log("console", page.url(), m.text().slice(0, 200)); });
page.on("pageerror", (e) => console.log("pageerror", page.url(), e.message));
const shoot = async (name: string, path: string, full = false) => {
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await page.waitForTimeout(3500);
  await page.screenshot({ path: `/tmp/tz/s-${name}.png`, timeout: 120000, fullPage: full });
  console.log(name, page.url(), await page.title());
};
const pub = [["landing", "/"], ["pricing", "/pricing"], ["leaderboard", "/leaderboard"], ["status", "/status"], ["markets", "/markets/BTCUSDT"], ["verify","/verify"], ["login", "/login"], ["register", "/register"],["notfound","/nope"]] as const;
const who = process.argv[2];
if (who === "public") for (const [n, p] of pub) await shoot(n, p, true);
else {
  const [email, password] = who === "admin" ? ["admin@terminal-zero.local", "mind the whole desk"] : ["trader@terminal-zero.local", "practise makes steady"];
  const { csrfToken } = (await (await context.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await context.request.post("/api/auth/callback/credentials", { headers: { origin: base }, form: { email, password, csrfToken, json: "true" } });
  const list = process.argv.slice(3);
  for (const p of list) await shoot(`${who}${p.replace(/\W+/g, "-")}`, p, !p.startsWith("/terminal"));
}
await browser.close(); process.exit(0);
