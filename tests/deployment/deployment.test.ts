import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseEnv } from "@/lib/infra/env/env";
import { IMAGES, ROLES } from "@/scripts/image/site";

/** Vercel's regions in the United States, whose IPs the venue rejects. */
const REJECTED_REGIONS = ["iad1", "cle1", "pdx1", "sfo1"];
/** Maximum duration of a function with fluid compute, in s. */
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
const healthcheckSchema = z.object({ test: z.array(z.string()) });
const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      ports: z.array(z.string()).optional(),
      build: z.object({ dockerfile: z.string(), target: z.string() }).optional(),
      command: z.array(z.string()).optional(),
      network_mode: z.string().optional(),
      networks: z.object({ default: z.object({ aliases: z.array(z.string()) }) }).optional(),
      environment: z.record(z.string(), z.string()).optional(),
      volumes: z.array(z.string()).optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
      restart: z.string().optional(),
      stop_grace_period: z
        .string()
        .regex(/^\d+s$/)
        .optional(),
      healthcheck: healthcheckSchema.optional(),
    }),
  ),
});

const vercel = vercelSchema.parse(JSON.parse(readFileSync("vercel.json", "utf8")));
const images = readFileSync("Dockerfile.prod", "utf8");
const { services } = composeSchema.parse(parse(readFileSync("docker-compose.yml", "utf8"), { merge: true }));

describe("Next", async () => {
  const file = pathToFileURL("next.config.mjs").href;
  const { default: config } = (await import(file)) as {
    default: { images: unknown; experimental: { proxyClientMaxBodySize: number } };
  };

  it("scales no pictures for anybody who asks", () => {
    expect(config.images).toEqual({ unoptimized: true });
  });

  it("gathers of a body as much as a route behind the middleware reads, and a chunk beyond it", () => {
    const [largestBody, chunk] = [64 * 1_024, 64 * 1_024];
    expect(config.experimental.proxyClientMaxBodySize).toBe(largestBody + chunk);
  });
});

it("runs on Vercel outside the United States", () => {
  expect(vercel.regions.filter((region) => REJECTED_REGIONS.includes(region))).toEqual([]);
});

it("calls crons that exist, on schedules of five fields, once each", () => {
  const paths = vercel.crons.map(({ path }) => path);
  expect(paths.filter((path) => !existsSync(`app${path}/route.ts`))).toEqual([]);
  expect(new Set(paths).size).toBe(paths.length);
  for (const { schedule } of vercel.crons) expect(schedule).toMatch(/^([\d*/,-]+ ){4}[\d*/,-]+$/);
});

it("gives durations to functions that exist, longer than the runs that live in them", () => {
  expect(Object.keys(vercel.functions).filter((path) => !existsSync(path))).toEqual([]);
  // Containers have no limit and set longer ones.
  const { STREAM_MAX_SECONDS: _, ...ofVercel } = readEnvironment("web");
  const env = parseEnv(ofVercel);
  const durationOf = (path: string) => vercel.functions[path]?.maxDuration ?? 0;
  expect(durationOf("app/api/cron/market/route.ts")).toBeGreaterThan(env.INGEST_RUN_SECONDS);
  expect(durationOf("app/api/stream/route.ts")).toBeGreaterThan(env.STREAM_MAX_SECONDS);
});

it("gives the web container an environment that it starts with", () => {
  const env = parseEnv({ ...readEnvironment("web"), NODE_ENV: "production" });
  expect(env.DATABASE_URL).toContain("@postgres:5432/");
});

it("waits for containers that exist, and for health only of those that tell it", () => {
  for (const [name, service] of Object.entries(services)) {
    expect([service.image, service.build].filter(Boolean), name).toHaveLength(1);
    if (service.build) expect(images).toContain(` AS ${service.build.target}\n`);
    if (service.network_mode) expect(services[service.network_mode.replace("service:", "")]).toBeDefined();
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const needed = services[other];
      expect(needed, `${name} waits for ${other}`).toBeDefined();
      if (condition !== "service_healthy") continue;
      const reportsHealth =
        needed?.healthcheck ?? (needed?.build?.target === "web" && /^HEALTHCHECK/m.test(images));
      expect(reportsHealth, `${name} waits for the health of ${other}`).toBeTruthy();
    }
  }
});

it("is reached by nobody but its own machine, and there by the proxy", () => {
  const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
    ports.map((port) => `${name} ${port}`),
  );
  expect(published).toEqual(["proxy 127.0.0.1:3000:8080"]);
});

it("checks the health of every process that goes on, and gives it time to end", () => {
  for (const [name, service] of Object.entries(services)) {
    if (service.restart === undefined) continue;
    // A process ends by itself within ten seconds of its signal.
    expect(Number.parseInt(service.stop_grace_period ?? "0", 10), name).toBeGreaterThan(10);
    // The crons process only calls; the web image has its own health check.
    if (name !== "crons" && service.build?.target !== "web") expect(service.healthcheck, name).toBeDefined();
  }
});

it("starts scripts that exist", () => {
  for (const { command = [] } of Object.values(services)) {
    for (const file of command.filter((part) => part.endsWith(".ts")))
      expect(existsSync(file), file).toBe(true);
  }
});

it("starts what check:image tries", () => {
  const { proxy: _proxy, postgres: _postgres, redis: _redis, ...ours } = services;
  expect(Object.keys(ours).sort()).toEqual(Object.keys(ROLES).sort());
  for (const [name, { image, command }] of Object.entries(ROLES)) {
    expect(ours[name]?.command, name).toEqual(command);
    expect(image).toBe(IMAGES[ours[name]?.build?.target as keyof typeof IMAGES]);
  }
});

describe("the proxy", () => {
  const config = readFileSync("ops/proxy/nginx.conf", "utf8");
  const blockOf = (head: string) => config.slice(config.indexOf(head)).split("\n    }\n")[0] ?? "";
  const aliases = services.endpoints?.networks?.default.aliases;

  it("is given the file that stands in deploy/", () => {
    expect(services.proxy?.volumes).toEqual(["./ops/proxy/nginx.conf:/etc/nginx/nginx.conf:ro"]);
    expect(config).toContain("listen 8080;");
  });

  it("sends the stream to the gateway and holds nothing of it back", () => {
    const stream = blockOf("location = /api/stream {");
    expect(stream).toContain("proxy_pass http://gateway;");
    for (const line of ["proxy_buffering off;", "proxy_cache off;", "gzip off;"])
      expect(stream).toContain(line);
    expect(blockOf("location / {")).toContain("proxy_pass http://web;");
  });

  it("sends new orders to the gateway, and the other methods of their path to the web server", () => {
    expect(blockOf("location = /api/orders {")).toContain("proxy_pass http://$orders;");
    const orders = config.slice(config.indexOf("map $request_method $orders {")).split("}")[0] ?? "";
    expect(orders.replace(/\s+/g, " ")).toContain("{ default web; POST gateway; ");
  });

  it("sends programs to the gateway, with their sockets and their client IP", () => {
    const programs = blockOf("location /v5/ {");
    expect(programs).toContain("proxy_pass http://gateway;");
    for (const line of [
      "proxy_set_header Upgrade $http_upgrade;",
      "proxy_set_header Connection $connection_upgrade;",
      "proxy_set_header X-Forwarded-For $remote_addr;",
    ])
      expect(programs).toContain(line);
  });

  it("reaches both at the names and ports that they listen on", () => {
    expect(config).toContain("server web:3000;");
    expect(images).toContain("PORT=3000");
    expect(config).toContain(`server gateway:${services.gateway?.environment?.PORT};`);
    expect(aliases).toEqual(["web", "gateway"]);
    expect([services.web?.network_mode, services.gateway?.network_mode]).toEqual([
      "service:endpoints",
      "service:endpoints",
    ]);
  });

  it("overwrites the header that names the client IP", () => {
    expect(services.web?.environment?.CLIENT_IP_HEADER).toBe("x-forwarded-for");
    expect(config).toContain("proxy_set_header X-Forwarded-For $remote_addr;");
  });
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

  it.each(["web", "gateway", "cron", "migrate"])(
    "%s runs without rights and writes to its volumes alone",
    (name) => {
      const text = readFileSync(`ops/ecs/${name}-task.json`, "utf8");
      const { volumes, containerDefinitions } = taskSchema.parse(JSON.parse(text));
      for (const { user, readonlyRootFilesystem, mountPoints } of containerDefinitions) {
        expect(user).toMatch(/^(web|node)$/);
        expect(readonlyRootFilesystem).toBe(true);
        expect(mountPoints.map(({ sourceVolume }) => sourceVolume)).toEqual(volumes.map((one) => one.name));
        expect(mountPoints.map(({ containerPath }) => containerPath)).toContain("/tmp");
      }
    },
  );

  it("is built with a user of its own, and jobs without the tools of the build", () => {
    const stageOf = (name: string) =>
      images.split(/^FROM /m).find((stage) => stage.includes(` AS ${name}\n`));
    expect(stageOf("web")).toContain("USER web");
    expect(stageOf("worker")).toContain("USER node");
    expect(stageOf("worker")).not.toContain("--from=build");
    expect(stageOf("worker-packages")).toContain("--omit=dev");
  });

  const serviceSchema = z.object({
    taskDefinition: z.string(),
    loadBalancers: z
      .array(z.object({ targetGroupArn: z.string(), containerName: z.string(), containerPort: z.number() }))
      .length(1),
  });
  const portSchema = z.object({
    family: z.string(),
    containerDefinitions: z.array(
      z.object({
        name: z.string(),
        portMappings: z.array(z.object({ containerPort: z.number(), protocol: z.literal("tcp") })),
        healthCheck: z.object({ command: z.array(z.string()) }),
      }),
    ),
  });
  const readFile = <T>(schema: z.ZodType<T>, name: string) =>
    schema.parse(JSON.parse(readFileSync(`ops/ecs/${name}.json`, "utf8")));

  it.each(["web", "gateway"])("%s is reached by the load balancer at the port that it listens on", (name) => {
    const { taskDefinition, loadBalancers } = readFile(serviceSchema, `${name}-service`);
    const { family, containerDefinitions } = readFile(portSchema, `${name}-task`);
    expect(taskDefinition).toBe(family);
    const [container] = containerDefinitions;
    const [balancer] = loadBalancers;
    expect(balancer?.containerName).toBe(container?.name);
    expect(container?.portMappings).toEqual([{ containerPort: balancer?.containerPort, protocol: "tcp" }]);
    expect(container?.healthCheck.command.join(" ")).toContain(`:${balancer?.containerPort}/api/health`);
  });

  it("gets the stream, programs and new orders alone when it is a gateway", () => {
    const values = z.object({ Values: z.array(z.string()) });
    const ruleSchema = z.object({
      Conditions: z.array(
        z.object({ PathPatternConfig: values.optional(), HttpRequestMethodConfig: values.optional() }),
      ),
      Actions: z.array(z.object({ TargetGroupArn: z.string() })),
    });
    const stream = readFile(ruleSchema, "stream-rule");
    expect(stream.Conditions).toEqual([{ PathPatternConfig: { Values: ["/api/stream", "/v5/*"] } }]);
    const order = readFile(ruleSchema, "order-rule");
    expect(order.Conditions).toEqual([
      { PathPatternConfig: { Values: ["/api/orders"] } },
      { HttpRequestMethodConfig: { Values: ["POST"] } },
    ]);
    const groups = readFile(serviceSchema, "gateway-service").loadBalancers.map((one) => one.targetGroupArn);
    for (const { Actions } of [stream, order])
      expect(Actions.map((one) => one.TargetGroupArn)).toEqual(groups);
  });
});

/** A container's variables by default. */
function readEnvironment(service: string): Record<string, string> {
  const given = services[service]?.environment ?? {};
  const withDefaults = (text: string) => text.replace(/\$\{\w+:-([^}]*)\}/g, "$1");
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, withDefaults(text)]));
}
