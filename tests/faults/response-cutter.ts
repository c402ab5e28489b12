import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * A connection to the database that can lose a response: the statement is executed, but its response is
 * dropped.
 */
export type ResponseCutter = {
  url: string;
  /** The next bytes of a response are dropped, with their connection. */
  cutNextResponse: () => void;
  close: () => Promise<void>;
};

/** Listens in front of the database of `url`. */
export async function startResponseCutter(url: string): Promise<ResponseCutter> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isActive = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      socket.on("error", () => socket.destroy());
      sockets.add(socket);
    }
    client.on("data", (chunk) => upstream.write(chunk));
    upstream.on("data", (chunk) => {
      if (isActive) {
        isActive = false;
        client.destroy();
        return;
      }
      client.write(chunk);
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxied = new URL(url);
  proxied.port = String((server.address() as AddressInfo).port);
  return {
    url: proxied.href,
    cutNextResponse: () => {
      isActive = true;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
