import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseEnv } from "@/lib/infra/env";

/** The regions of Vercel that are in the United States, whose addresses the venue refuses. */
const REFUSED_REGIONS = ["iad1", "cle1", "pdx1", "sfo1"];
/** The longest that a function may run with fluid compute, in s. */
const LONGEST_S = 800;

const vercelSchema = z.strictObject({
  $schema: z.literal("https://openapi.vercel.sh/vercel.json"),
  framework: z.literal("nextjs"),
  buildCommand: z.string(),
  regions: z.array(z.string()).length(1),
  crons: z.array(z.strictObject({ path: z.string().startsWith("/api/cron/"), schedule: z.string() })).min(1),
  functions: z.record(
    z.string(),
    z.strictObject({ maxDuration: z.number().int().positive().max(LONGEST_S) }),
  ),
});
const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      ports: z.array(z.string()).optional(),
      build: z.object({ dockerfile: z.string(), target: z.string() }).optional(),
      network_mode: z.string().optional(),
      environment: z.record(z.string(), z.string()).optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
      healthcheck: z.object({ test: z.array(z.string()) }).optional(),
    }),
  ),
});

const vercel = vercelSchema.parse(JSON.parse(readFileSync("vercel.json", "utf8")));
const { services } = composeSchema.parse(parse(readFileSync("docker-compose.yml", "utf8"), { merge: true }));

it("scales no pictures for anybody who asks", async () => {
  const file = pathToFileURL("next.config.mjs").href;
  const { default: config } = (await import(file)) as { default: { images: unknown } };
  expect(config.images).toEqual({ unoptimized: true });
});

it("runs on Vercel outside the United States", () => {
  expect(vercel.regions.filter((region) => REFUSED_REGIONS.includes(region))).toEqual([]);
});

it("calls crons that exist, on schedules of five fields, once each", () => {
  const paths = vercel.crons.map(({ path }) => path);
  expect(paths.filter((path) => !existsSync(`app${path}/route.ts`))).toEqual([]);
  expect(new Set(paths).size).toBe(paths.length);
  for (const { schedule } of vercel.crons) expect(schedule).toMatch(/^([\d*/,-]+ ){4}[\d*/,-]+$/);
});

it("gives durations to functions that exist, longer than the runs that live in them", () => {
  expect(Object.keys(vercel.functions).filter((path) => !existsSync(path))).toEqual([]);
  const env = parseEnv(readEnvironment("web"));
  const durationOf = (path: string) => vercel.functions[path]?.maxDuration ?? 0;
  expect(durationOf("app/api/cron/market/route.ts")).toBeGreaterThan(env.INGEST_RUN_SECONDS);
  expect(durationOf("app/api/stream/route.ts")).toBeGreaterThan(env.STREAM_MAX_SECONDS);
});

it("gives the web container an environment that it starts with", () => {
  const env = parseEnv({ ...readEnvironment("web"), NODE_ENV: "production" });
  expect(env.DATABASE_URL).toContain("@postgres:5432/");
});

it("waits for containers that exist, and for health only of those that tell it", () => {
  const images = readFileSync("Dockerfile.prod", "utf8");
  for (const [name, service] of Object.entries(services)) {
    expect([service.image, service.build].filter(Boolean), name).toHaveLength(1);
    if (service.build) expect(images).toContain(` AS ${service.build.target}\n`);
    if (service.network_mode) expect(services[service.network_mode.replace("service:", "")]).toBeDefined();
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const needed = services[other];
      expect(needed, `${name} waits for ${other}`).toBeDefined();
      if (condition !== "service_healthy") continue;
      const tellsHealth =
        needed?.healthcheck ?? (needed?.build?.target === "web" && /^HEALTHCHECK/m.test(images));
      expect(tellsHealth, `${name} waits for the health of ${other}`).toBeTruthy();
    }
  }
});

it("is reached by nobody but its own machine", () => {
  const published = Object.values(services).flatMap(({ ports = [] }) => ports);
  expect(published).toEqual(["127.0.0.1:3000:3000"]);
});

describe("a task of ECS", () => {
  const taskSchema = z.object({
    volumes: z.array(z.object({ name: z.string() })),
    containerDefinitions: z
      .array(
        z.object({
          user: z.string(),
          readonlyRootFilesystem: z.boolean(),
          mountPoints: z.array(z.object({ sourceVolume: z.string(), containerPath: z.string() })),
        }),
      )
      .length(1),
  });

  it.each(["web", "cron", "migrate"])("%s runs without rights and writes to its volumes alone", (name) => {
    const text = readFileSync(`deploy/ecs/${name}-task.json`, "utf8");
    const { volumes, containerDefinitions } = taskSchema.parse(JSON.parse(text));
    for (const { user, readonlyRootFilesystem, mountPoints } of containerDefinitions) {
      expect(user).toMatch(/^(web|node)$/);
      expect(readonlyRootFilesystem).toBe(true);
      expect(mountPoints.map(({ sourceVolume }) => sourceVolume)).toEqual(volumes.map((one) => one.name));
      expect(mountPoints.map(({ containerPath }) => containerPath)).toContain("/tmp");
    }
  });

  it("is built with a user of its own, and jobs without the tools of the build", () => {
    const images = readFileSync("Dockerfile.prod", "utf8");
    const stageOf = (name: string) =>
      images.split(/^FROM /m).find((stage) => stage.includes(` AS ${name}\n`));
    expect(stageOf("web")).toContain("USER web");
    expect(stageOf("migrate")).toContain("USER node");
    expect(stageOf("migrate")).not.toContain("--from=build /app /app");
    expect(stageOf("job-packages")).toContain("--omit=dev");
  });
});

/** A container's variables as they are when nobody sets any. */
function readEnvironment(service: string): Record<string, string> {
  const given = services[service]?.environment ?? {};
  const withDefaults = (text: string) => text.replace(/\$\{\w+:-([^}]*)\}/g, "$1");
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, withDefaults(text)]));
}
