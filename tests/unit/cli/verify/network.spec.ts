import assert from "node:assert/strict";
import { mock } from "node:test";
import { checkCertificate } from "../../../../cli/verify/network/certificate";
import { systemNetwork, type RequestContext } from "../../../../cli/verify/network/endpoint";
import { ask, type Answer } from "../../../../cli/verify/network/http";
import { Ended, outcomeOf, unreachable, type Outcome } from "../../../../cli/verify/outcome";
import { AUTHORITY, EXPIRED } from "./certificates";
import { contextOf, deadPort, httpServer, httpsServer, loopback, socketServer, type TestServer } from "./servers";

const HTTPS = "https://models.example.org/x";
const HTTP = "http://models.example.org/x";

describe("requests of verify", () => {
  const servers: TestServer[] = [];
  const started = async (server: Promise<TestServer>): Promise<number> => {
    servers.push(await server);
    return servers.at(-1)?.port ?? 0;
  };
  afterEach(() => {
    for (const server of servers.splice(0)) server.stop();
  });

  const trusting = { tls: { ca: [AUTHORITY] } };
  const asked = (url: string, port: number, way = trusting as object, context: Partial<RequestContext> = {}) =>
    ask(url, way, {}, { ...contextOf(loopback(port)), ...context });
  /** What is said of a request that gets no answer. */
  const refused = async (answer: Promise<Answer>): Promise<Outcome> =>
    answer.then(({ status }) => assert.fail(`answered ${status}`), outcomeOf);

  it("go to the address of the gateway with the name of the host", async () => {
    const seen: unknown[] = [];
    const network = loopback(
      await started(httpServer(({ headers, url }, answer) => answer.end([headers.host, url].join(" ")))),
    );
    const dial = (host: string, port: number) => {
      seen.push([host, port]);
      return network.dial?.(host, port) ?? { host, port };
    };
    const { status, body } = await ask(HTTP, { via: "lb.example.org" }, {}, contextOf({ ...network, dial }));
    assert.deepEqual([status, body, seen], [200, "models.example.org /x", [["lb.example.org", 80]]]);
  });

  it("trust the authority of the gateway", async () => {
    const port = await started(httpsServer((_, answer) => answer.end("yes")));
    assert.equal((await asked(HTTPS, port)).body, "yes");
  });

  it("return whatever status and body there is, and follow no redirect", async () => {
    const port = await started(httpServer((_, answer) => answer.writeHead(302, { location: "/y" }).end("no")));
    const { status, headers, body } = await asked(HTTP, port);
    assert.deepEqual([status, headers.location, body], [302, "/y", "no"]);
  });

  it("read 64 KiB at most", async () => {
    const port = await started(httpServer((_, answer) => answer.end("x".repeat(200_000))));
    assert.equal((await asked(HTTP, port)).body.length, 65_536);
  });

  const FIREWALL = "Is this computer in the source ranges of the gateway, and no firewall in between?";

  it("are unreachable where nothing listens", async () => {
    assert.deepEqual(await refused(asked(HTTP, await deadPort(), { via: "lb.example.org" })), {
      result: "unreachable",
      detail: "lb.example.org:80 refuses connections",
      hint: undefined,
    });
  });

  it("are unreachable if the connection is closed without an answer", async () => {
    const port = await started(socketServer((socket) => socket.once("data", () => socket.destroy())));
    assert.deepEqual(await refused(asked(HTTP, port)), {
      result: "unreachable",
      detail: "models.example.org:80 closed the connection",
      hint: undefined,
    });
  });

  it("are unreachable if the name does not resolve", async () => {
    const context = contextOf(systemNetwork);
    const { result, detail } = await refused(ask("http://nothing.invalid/", {}, {}, context));
    assert.equal(result, "unreachable");
    assert.match(
      detail,
      /^nothing\.invalid (does not resolve|could not be looked up: the DNS server does not answer)$/,
    );
  });

  for (const [what, url, server] of [
    ["the request", HTTP, socketServer],
    ["the handshake of TLS", HTTPS, socketServer],
    ["the rest of the answer", HTTP, () => httpServer((_, answer) => void answer.writeHead(200).write("begin"))],
  ] as const) {
    it(`are unreachable if ${what} is not answered in time`, async () => {
      const port = await started(server());
      assert.deepEqual(await refused(asked(url, port, trusting, { seconds: 0.2 })), {
        result: "unreachable",
        detail: `models.example.org:${url === HTTP ? 80 : 443} did not answer in time`,
        hint: FIREWALL,
      });
    });
  }

  it("end with the reason of their signal", async () => {
    const port = await started(socketServer());
    const reason = new Error("enough");
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort(reason);
    }, 50);
    await assert.rejects(asked(HTTP, port, {}, { signal: stop.signal }), reason);
  });

  it("say the same if their check ends before them", async () => {
    const port = await started(socketServer());
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort(new Ended(unreachable("no result within 2 s, the time limit of all checks")));
    }, 50);
    assert.deepEqual(await refused(asked(HTTP, port, {}, { signal: stop.signal })), {
      result: "unreachable",
      detail: "models.example.org:80 did not answer in time",
      hint: FIREWALL,
    });
  });

  for (const [what, host, cert, ca, detail] of [
    [
      "not from a trusted authority",
      "models.example.org",
      undefined,
      [],
      "the certificate for models.example.org is not from an authority that is trusted",
    ],
    ["for another host", "other.example.org", undefined, [AUTHORITY], "the certificate is not for other.example.org"],
    ["past its end", "models.example.org", EXPIRED, [AUTHORITY], "the certificate for models.example.org has expired"],
  ] as const) {
    it(`fail if the certificate is ${what}`, async () => {
      const port = await started(httpsServer((_, answer) => answer.end("yes"), cert));
      const context = contextOf(loopback(port));
      const found = await refused(ask(`https://${host}/`, { tls: { ca } }, {}, context));
      assert.deepEqual([found.result, found.detail], ["fail", detail]);
      const checked = await checkCertificate({ host, port: 443, tls: { ca } }, context);
      assert.deepEqual([checked.result, checked.detail], ["fail", detail]);
    });
  }

  it("fail if there is no TLS at the port", async () => {
    const port = await started(httpServer((_, answer) => answer.end("yes")));
    const { result, detail } = await refused(asked(HTTPS, port));
    assert.deepEqual([result, detail], ["fail", "models.example.org:443 does not answer with TLS"]);
  });

  it("fail if what answers is not HTTP", async () => {
    const port = await started(socketServer((socket) => socket.end("220 mail.example.org ESMTP\r\n")));
    const { result, detail } = await refused(asked(HTTP, port));
    assert.deepEqual([result, detail], ["fail", "models.example.org:80 does not answer with HTTP"]);
  });

  describe("about a certificate", () => {
    const judged = async (host: string) => {
      const port = await started(httpsServer((_, answer) => answer.end()));
      return checkCertificate({ host, port: 443, tls: { ca: [AUTHORITY] } }, contextOf(loopback(port)));
    };

    it("pass for a name that it has, and one of its wildcard", async () => {
      for (const host of ["models.example.org", "lab.apps.example.org"]) {
        const valid = { result: "pass", detail: `valid for ${host} until 2126-01-01`, hint: undefined };
        assert.deepEqual(await judged(host), valid);
      }
    });

    for (const [now, hint] of [
      ["2125-12-18T00:00:00Z", undefined],
      ["2125-12-19T00:00:00Z", "warning: it ends in 13 days; cert-manager renews earlier, others must be renewed"],
      ["2125-12-30T12:00:00Z", "warning: it ends in 1 day; cert-manager renews earlier, others must be renewed"],
    ] as const) {
      it(`${hint === undefined ? "do not warn" : "warn"} on ${now.slice(0, 10)}`, async () => {
        mock.timers.enable({ apis: ["Date"], now: Date.parse(now) });
        try {
          assert.equal((await judged("models.example.org")).hint, hint);
        } finally {
          mock.timers.reset();
        }
      });
    }
  });
});
