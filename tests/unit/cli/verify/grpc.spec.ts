import * as grpc from "@grpc/grpc-js";
import assert from "node:assert/strict";
import { call, type Call } from "../../../../cli/verify/network/grpc";
import type { Endpoint } from "../../../../cli/verify/network/endpoint";
import { outcomeOf, type Outcome } from "../../../../cli/verify/outcome";
import { AUTHORITY, KEY, VALID } from "./certificates";
import { contextOf, deadPort, httpServer, httpsServer, loopback, socketServer, type TestServer } from "./servers";

const ASKED: Call = { method: "test.Echo/Say", message: Buffer.from("hello"), metadata: { seldon: "iris" } };
const same = (bytes: Buffer): Buffer => bytes;
const METHOD = { requestStream: false, responseStream: false } as const;
const BYTES = { requestSerialize: same, requestDeserialize: same, responseSerialize: same, responseDeserialize: same };
const methods = {
  Say: { path: "/test.Echo/Say", ...METHOD, ...BYTES },
  Fail: { path: "/test.Echo/Fail", ...METHOD, ...BYTES },
  Wait: { path: "/test.Echo/Wait", ...METHOD, ...BYTES },
};

/** A real server of gRPC, which answers with what it got. */
async function grpcServer(credentials: grpc.ServerCredentials): Promise<TestServer> {
  const server = new grpc.Server();
  server.addService(methods, {
    Say({ request, metadata }: grpc.ServerUnaryCall<Buffer, Buffer>, answer: grpc.sendUnaryData<Buffer>) {
      answer(null, Buffer.from(`${request.toString()} ${String(metadata.get("seldon")[0])}`));
    },
    Fail(_: unknown, answer: grpc.sendUnaryData<Buffer>) {
      answer({ code: grpc.status.NOT_FOUND, details: "no model ä" });
    },
    Wait: () => undefined,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  return {
    port,
    stop: () => {
      server.forceShutdown();
    },
  };
}

const insecure = (): Promise<TestServer> => grpcServer(grpc.ServerCredentials.createInsecure());

describe("calls of verify by gRPC", () => {
  const servers: TestServer[] = [];
  const started = async (server: Promise<TestServer>): Promise<number> => {
    servers.push(await server);
    return servers.at(-1)?.port ?? 0;
  };
  afterEach(() => {
    for (const server of servers.splice(0)) server.stop();
  });

  const PLAIN: Endpoint = { host: "models.example.org", port: 80 };
  const SECURE: Endpoint = { host: "models.example.org", port: 443, tls: { ca: [AUTHORITY] } };
  const called = (to: Endpoint, port: number, asked: Partial<Call> = {}, seconds = 10) =>
    call(to, { ...ASKED, ...asked }, contextOf(loopback(port), seconds));
  const refused = async (answer: Promise<Buffer>): Promise<Outcome> =>
    answer.then((bytes) => assert.fail(bytes.toString()), outcomeOf);

  it("get the message of the answer, with their metadata sent", async () => {
    assert.equal((await called(PLAIN, await started(insecure()))).toString(), "hello iris");
  });

  it("trust the authority of the gateway", async () => {
    const pair = { private_key: Buffer.from(KEY), cert_chain: Buffer.from(VALID) };
    const port = await started(grpcServer(grpc.ServerCredentials.createSsl(null, [pair])));
    assert.equal((await called(SECURE, port)).toString(), "hello iris");
    const { result, detail } = await refused(called({ ...SECURE, tls: {} }, port));
    assert.deepEqual(
      [result, detail],
      ["fail", "the certificate for models.example.org is not from an authority that is trusted"],
    );
  });

  const cases: [what: string, server: () => Promise<TestServer>, asked: Partial<Call>, found: Outcome][] = [
    [
      "fail with the status and text of the server",
      insecure,
      { method: "test.Echo/Fail" },
      { result: "fail", detail: "gRPC status NOT_FOUND: no model ä" },
    ],
    [
      "fail for a method that does not exist",
      insecure,
      { method: "test.Echo/Nothing" },
      {
        result: "fail",
        detail: "gRPC status UNIMPLEMENTED: The server does not implement the method /test.Echo/Nothing",
      },
    ],
    [
      "fail where HTTP/1.1 answers",
      () => httpServer((_, answer) => answer.end("yes")),
      {},
      { result: "fail", detail: "models.example.org:80 does not speak HTTP/2, which gRPC needs" },
    ],
  ];
  for (const [what, server, asked, found] of cases) {
    it(what, async () => {
      const { result, detail } = await refused(called(PLAIN, await started(server()), asked));
      assert.deepEqual({ result, detail }, found);
    });
  }

  it("fail where TLS offers no HTTP/2", async () => {
    const port = await started(httpsServer((_, answer) => answer.end("yes")));
    const { result, detail } = await refused(called(SECURE, port));
    assert.deepEqual([result, detail], ["fail", "models.example.org:443 offers no HTTP/2, which gRPC needs"]);
  });

  it("are unreachable where nothing listens, or nothing answers in time", async () => {
    const dead = await refused(called(PLAIN, await deadPort()));
    assert.deepEqual([dead.result, dead.detail], ["unreachable", "models.example.org:80 refuses connections"]);
    const silent = await started(socketServer());
    const slow = await started(insecure());
    for (const [port, method] of [
      [silent, ASKED.method],
      [slow, "test.Echo/Wait"],
    ] as const) {
      const { result, detail } = await refused(called(PLAIN, port, { method }, 0.3));
      assert.deepEqual([result, detail], ["unreachable", "models.example.org:80 did not answer in time"]);
    }
  });

  it("are unreachable if the connection is closed without an answer", async () => {
    const port = await started(socketServer((socket) => socket.once("data", () => socket.destroy())));
    const { result, detail } = await refused(called(PLAIN, port));
    assert.deepEqual([result, detail], ["unreachable", "models.example.org:80 closed the connection"]);
  });
});
