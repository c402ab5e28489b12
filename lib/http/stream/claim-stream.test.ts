import { expect, it, vi } from "vitest";
import { claimStream } from "@/lib/http/stream/claim-stream";

vi.mock("@/lib/infra/env/env", () => ({
  getEnv: () => ({ STREAMS_PER_IP: 3, STREAM_OPENINGS_PER_MINUTE: 100, CLIENT_IP_HEADER: undefined }),
}));

const claim = (ip: string) => claimStream(new Headers({ "x-client-ip": ip }));

it("M9: the streams of all addresses of an IPv6 network count as those of one client", () => {
  const claimed = [1, 2, 3].map((host) => claim(`2001:db8:1:2::${host}`));
  for (const ip of ["2001:db8:1:2::4", "2001:db8:1:2:ffff::1", "2001:0DB8:0001:0002::9"])
    expect(() => claim(ip)).toThrow(expect.objectContaining({ code: "too_many_streams" }));
  claim("2001:db8:1:3::1")();
  claim("203.0.113.9")();
  claimed[0]?.();
  claim("2001:db8:1:2:ffff::1")();
});

it("gives a place back once, however often it is released", () => {
  const [first] = [1, 2, 3].map(() => claim("198.51.100.7"));
  first?.();
  first?.();
  const again = claim("198.51.100.7");
  expect(() => claim("198.51.100.7")).toThrow(expect.objectContaining({ code: "too_many_streams" }));
  again();
});
