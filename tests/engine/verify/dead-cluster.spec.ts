import assert from "node:assert/strict";
import { verifyStack } from "../../../cli/verify/verify";
import { AUTHORITY, EXPIRED } from "../../unit/cli/verify/certificates";
import { clusterWith, stackWith } from "../../unit/cli/verify/platform-state";
import { deadPort, httpsServer, socketServer, type TestServer } from "../../unit/cli/verify/servers";
import { toolchain } from "../toolchain";

describe("mlplatform verify with the real kubectl, if what answers is no API server", function () {
  this.timeout(60_000);
  let kubectl = "";
  before(async function () {
    this.timeout(60 * 60_000); // a cold cache
    ({ kubectl } = await toolchain());
  });

  /** What is found about a cluster whose API server is this server. */
  async function verify({ port, stop }: TestServer, authority: string | undefined): Promise<string[][]> {
    const ca = authority === undefined ? {} : { "certificate-authority-data": btoa(authority) };
    const kubeconfig = JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "c", cluster: { server: `https://127.0.0.1:${port}`, ...ca } }],
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      users: [{ name: "u", user: { token: "none" } }],
      "current-context": "c",
    });
    try {
      const stack = stackWith(...clusterWith(kubeconfig));
      const found = await verifyStack({ stack, seconds: 60, requests: new Map(), tools: { kubectl } });
      return found.map(({ check, result, detail, hint = "" }) =>
        [check, result, detail, hint].map((text) => text.replaceAll(`127.0.0.1:${port}`, "<server>")),
      );
    } finally {
      stop();
    }
  }

  const dead = async (): Promise<TestServer> => ({ port: await deadPort(), stop: () => undefined });
  const never = () => httpsServer(() => undefined);
  const unable = "Unable to connect to the server:";
  const x509 = "tls: failed to verify certificate: x509:";
  const cases: readonly [
    what: string,
    start: () => Promise<TestServer>,
    result: "fail" | "unreachable",
    detail: RegExp | string,
    authority?: string,
  ][] = [
    [
      "nothing listens",
      dead,
      "unreachable",
      "The connection to the server <server> was refused - did you specify the right host or port?",
      AUTHORITY,
    ],
    [
      "it never shakes hands",
      () => socketServer(),
      "unreachable",
      `${unable} net/http: TLS handshake timeout`,
      AUTHORITY,
    ],
    [
      "it never answers",
      never,
      "unreachable",
      // Which of the two limits of its client is over first, is chance.
      /^Unable to connect to the server: .*(Client\.Timeout exceeded while awaiting headers\)|context deadline exceeded)$/,
      AUTHORITY,
    ],
    ["nobody trusts its authority", never, "fail", `${unable} ${x509} certificate signed by unknown authority`],
    [
      "its certificate has expired",
      () => httpsServer(() => undefined, EXPIRED),
      "fail",
      /^Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: /,
      AUTHORITY,
    ],
  ];
  for (const [what, start, result, detail, authority] of cases) {
    it(`is ${result} if ${what}, and asks nothing else`, async () => {
      const [[check, found, said = "", hint] = [], ...others] = await verify(await start(), authority);
      assert.deepEqual(
        [check, found, hint],
        [
          "API server",
          result,
          result === "fail" ? "" : "Is the cluster running, and does this computer reach https://<server>?",
        ],
      );
      if (typeof detail === "string") assert.equal(said, detail);
      else assert.match(said, detail);
      assert.deepEqual(
        others,
        ["nodes", "storage class", "volume"].map((name) => [
          name,
          "skipped",
          "the API server of ml gives no answer",
          "",
        ]),
      );
    });
  }
});
