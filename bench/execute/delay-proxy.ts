import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A connection to the database with latency, which counts its messages. */
export type DelayProxy = {
  url: string;
  /** Statements that were run since the last call: messages of the types Query and Bind. */
  drainStatements: () => string[];
  close: () => Promise<void>;
};

/** Listens in front of the database of `url`; each direction takes `oneWayMs` longer. */
export async function startDelayProxy(url: string, oneWayMs: number): Promise<DelayProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let statements: string[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      sockets.add(socket);
    }
    const count = countStatements((text) => statements.push(text));
    client.on("data", (chunk) => {
      count(chunk);
      setTimeout(() => upstream.write(chunk), oneWayMs);
    });
    upstream.on("data", (chunk) => setTimeout(() => client.write(chunk), oneWayMs));
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxied = new URL(url);
  proxied.port = String((server.address() as AddressInfo).port);
  return {
    url: proxied.href,
    drainStatements: () => {
      const drained = statements;
      statements = [];
      return drained;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Cuts the client's bytes into messages (type, length, body); the first one of a connection has no type. A
 * named statement is parsed once and bound each time it runs, so its text is stored.
 */
function countStatements(note: (text: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let hasStarted = false;
  const texts = new Map<string, string>();
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = hasStarted ? 1 : 0;
      if (rest.length < head + 4) return;
      const size = head + rest.readUInt32BE(head);
      if (rest.length < size) return;
      const type = hasStarted ? String.fromCharCode(rest[0] ?? 0) : "";
      const words = rest.subarray(5, size).toString("latin1").split("\0");
      if (type === "Q") note(words[0] ?? "");
      if (type === "P") texts.set(words[0] ?? "", words[1] ?? "");
      if (type === "B") note(texts.get(words[1] ?? "") ?? "");
      rest = rest.subarray(size);
      hasStarted = true;
    }
  };
}
