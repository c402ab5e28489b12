/** The layers of ARCHITECTURE.md as an allow-list: an import that no rule allows is an error. */
const swc = require("@swc/core");

// dependency-cruiser asks for TypeScript without JSX; our components have JSX.
const { parseFileSync } = swc;
swc.parseFileSync = (path, options) => parseFileSync(path, { ...options, tsx: path.endsWith(".tsx") });

/** What each folder of `lib` may import besides itself, from the bottom up. */
const LAYERS = {
  core: [],
  schemas: ["core"],
  stream: ["core", "schemas"],
  lab: ["core"],
  infra: ["core", "schemas"],
  db: ["core", "schemas", "infra"],
  notify: ["infra"],
  // The files of candles that the lab reads are written by its own code.
  market: ["core", "schemas", "stream", "lab", "infra", "db"],
  auth: ["core", "schemas", "infra", "db", "i18n"],
  mails: ["core", "schemas", "infra", "db", "market", "journal", "client", "i18n"],
  alerts: ["core", "schemas", "infra", "db", "notify", "market", "mails", "client", "i18n"],
  trading: ["core", "schemas", "infra", "db", "notify", "market", "alerts"],
  challenge: ["core", "schemas", "infra", "db", "notify", "market", "journal"],
  payments: ["core", "schemas", "infra", "db"],
  journal: ["core", "schemas", "infra", "db", "market", "client", "i18n"],
  imports: ["core", "schemas", "infra", "db", "journal"],
  accounts: ["core", "schemas", "infra", "db", "auth", "i18n"],
  leaderboard: ["core", "schemas", "infra", "db", "market"],
  competitions: ["core", "schemas", "infra", "db", "market", "trading"],
  http: ["core", "schemas", "infra", "db", "market", "auth", "alerts", "trading", "competitions"],
  v5: ["core", "schemas", "infra", "db", "notify", "market", "auth", "trading", "http"],
  hooks: ["core", "schemas", "infra", "db", "market", "auth", "trading", "http", "v5"],
  webhooks: ["core", "schemas", "infra", "db", "auth", "trading"],
  mcp: [
    ...["core", "schemas", "infra", "db", "market", "auth", "trading", "http"],
    ...["v5", "journal", "challenge"],
  ],
  admin: ["core", "schemas", "infra", "db", "market", "auth", "http"],
  sample: [
    ...["core", "schemas", "infra", "db", "market", "auth"],
    ...["accounts", "challenge", "journal", "imports", "competitions"],
  ],
  review: ["schemas", "infra", "db", "auth", "http"],
  share: ["core", "schemas", "infra", "db", "journal", "client"],
  gateway: ["core", "schemas", "infra", "market", "http", "admin", "v5"],
  client: ["core", "schemas", "stream", "lab"],
  i18n: ["schemas"],
};
const SHIPPED = "^(app|components|lib)/|^(middleware|instrumentation|instrumentation-client)\\.ts$";
const TEST = "\\.(test|itest|sim\\.test|e2e)\\.tsx?$";
const folders = (names) => `^lib/(${names.join("|")})/`;
const layerRules = Object.entries(LAYERS).map(([layer, below]) => ({
  from: { path: `^lib/${layer}/` },
  to: { path: folders([layer, ...below]) },
}));
const PACKAGES = "(^|/)node_modules/";

module.exports = {
  allowedSeverity: "error",
  allowed: [
    ...layerRules,
    { from: { path: "^lib/verify\\.ts$" }, to: { path: "^lib/core/" } },
    {
      from: { path: "^components/" },
      to: { path: `^components/|${folders(["client", "schemas", "core", "lab"])}` },
    },
    { from: { path: "^app/" }, to: { path: "^(app|components|lib)/", pathNot: "^lib/gateway/" } },
    {
      from: { path: "^(middleware|instrumentation)\\.ts$" },
      to: { path: folders(["http", "infra", "schemas"]) },
    },
    { from: { path: "^instrumentation-client\\.ts$" }, to: { path: "^lib/client/" } },
    {
      from: { path: "^emulators/" },
      to: { path: "^emulators/|^lib/(core|schemas|market)/|^scripts/process/|^ops/launch-error" },
    },
    { from: { path: "^ops/" }, to: { path: "^(ops|lib)/" } },
    { from: { path: "^prisma/" }, to: { path: "^(prisma|lib)/" } },
    // Tests, benches and the scripts that start them reach everything.
    { from: { path: `^(tests|bench|scripts)/|${TEST}` }, to: {} },
    // Packages and Node, but for what the rules below forbid.
    { from: {}, to: { path: PACKAGES } },
    { from: {}, to: { dependencyTypes: ["core"] } },
    { from: {}, to: { path: "\\.(css|json)$" } },
  ],
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "core-has-no-packages",
      comment: "The core is arithmetic: it imports itself alone.",
      severity: "error",
      from: { path: "^lib/core/", pathNot: TEST },
      to: { pathNot: "^lib/core/" },
    },
    {
      name: "node-belongs-to-the-server",
      severity: "error",
      from: { path: "^(lib/client|lib/core|lib/lab|lib/schemas|lib/stream|components)/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "only-db-touches-prisma",
      severity: "error",
      from: { path: SHIPPED, pathNot: "^lib/(db|auth)/" },
      to: { path: "^node_modules/(@prisma|prisma|pg)/|^lib/db/generated/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|lib/db/generated" },
    exclude: { path: "^(\\.next|\\.cache|\\.data)/" },
    tsConfig: { fileName: "tsconfig.json" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
