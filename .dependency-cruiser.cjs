/** The layers of ARCHITECTURE.md as rules. The baseline is zero: nothing here is merely a warning. */
const swc = require("@swc/core");

// dependency-cruiser asks for TypeScript without JSX; our components have JSX.
const { parseFileSync } = swc;
swc.parseFileSync = (path, options) => parseFileSync(path, { ...options, tsx: path.endsWith(".tsx") });

const SERVER_ONLY =
  "^lib/(infra|db|market|auth|http|gateway|trading|prop|payments|journal|leaderboard|admin|accounts|notify)/";
const OPERATIONS = "trading|prop|payments|journal|leaderboard|admin|accounts";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment:
        "The engine's vocabulary (types of context, draft and rules) speaks of itself; nothing runs in circles.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { pathNot: "^lib/core/engine/(context|draft|venue-rules)\\.ts$" } },
    },
    {
      name: "core-is-pure",
      comment: "The core is arithmetic: it imports itself alone.",
      severity: "error",
      from: { path: "^lib/core/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^lib/core/" },
    },
    {
      name: "schemas-know-only-core",
      severity: "error",
      from: { path: "^lib/schemas/" },
      to: { path: "^(lib|app|components|dev|tests)/", pathNot: "^lib/(schemas|core)/" },
    },
    {
      name: "stream-codec-is-pure",
      comment: "The stream's protocol is encoded by servers and decoded by browsers.",
      severity: "error",
      from: { path: "^lib/stream/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^lib/(stream|schemas|core)/" },
    },
    {
      name: "infra-knows-only-core-and-schemas",
      severity: "error",
      from: { path: "^lib/infra/" },
      to: { path: "^(lib|app|components|dev|tests)/", pathNot: "^lib/(infra|schemas|core)/" },
    },
    {
      name: "browser-code-stays-in-the-browser",
      severity: "error",
      from: { path: "^(lib/client|components)/" },
      to: { path: SERVER_ONLY },
    },
    {
      name: "client-knows-no-components",
      severity: "error",
      from: { path: "^lib/client/" },
      to: { path: "^(components|app)/" },
    },
    {
      name: "lib-knows-no-pages",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app|components|dev|tests|bench)/", pathNot: "^tests/support/" },
    },
    {
      name: "product-ships-no-stand-ins",
      comment: "Tests may start the stand-ins; what is shipped may not know that they exist.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: "\\.(test|itest|sim\\.test)\\.tsx?$" },
      to: { path: "^(dev|tests|bench)/" },
    },
    {
      name: "gateway-is-a-server",
      comment: "It is a process beside Next's, of which nothing else is a part.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: "^lib/gateway/" },
      to: { path: "^lib/gateway/" },
    },
    {
      name: "only-db-touches-prisma",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: "^lib/(db|auth)/" },
      to: { path: "^node_modules/(@prisma|prisma|pg)/|^lib/db/generated/" },
    },
    {
      name: "operations-are-siblings",
      severity: "error",
      from: { path: `^lib/(${OPERATIONS})/` },
      to: { path: `^lib/(${OPERATIONS})/`, pathNot: "^lib/$1/" },
    },
    {
      name: "no-orphans-in-node-builtins",
      comment: "Node belongs to the server.",
      severity: "error",
      from: { path: "^(lib/client|lib/core|lib/schemas|components)/", pathNot: "\\.test\\.tsx?$" },
      to: { dependencyTypes: ["core"] },
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
