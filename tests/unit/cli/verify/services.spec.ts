import assert from "node:assert/strict";
import { UsageError, UserError } from "../../../../cli/user-error";
import type { Json } from "../../../../cli/verify/models/protocol";
import type { Finding } from "../../../../cli/verify/run-checks";
import { verifyStack } from "../../../../cli/verify/verify";
import type { ResourceRecord } from "../../../../cli/stack/state";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";
import { record } from "../stack/state";
import { AUTHORITY, EXPIRED } from "./certificates";
import { startGateway, type Behind, type Method, type Page, type Seen } from "./gateway";
import { gateway, installed, ML_CLUSTER, model, secret, stackWith } from "./platform-state";
import { deadPort, socketServer, type TestServer } from "./servers";

const MODELS = "https://models.example.org/seldon/models";
const PREDICTIONS = `${MODELS}/iris/api/v1.0/predictions`;
const READY_PATHS: Readonly<Record<string, string>> = {
  seldon: "/api/v1.0/health/status",
  v2: "/v2/models/model/ready",
  tensorflow: "/v1/models/model",
};
const METHODS: Readonly<Record<string, string>> = {
  seldon: "seldon.protos.Seldon/ModelMetadata",
  v2: "inference.GRPCInferenceService/ModelReady",
  tensorflow: "tensorflow.serving.ModelService/GetModelStatus",
};
/** A version of TensorFlow Serving with a state, in JSON and as a message. */
const versions = (state: string): string => JSON.stringify({ model_version_status: [{ state: "END" }, { state }] });
const AVAILABLE_VERSION = Buffer.from([0x0a, 0x02, 0x10, 30]);
const LOADING_VERSION = Buffer.from([0x0a, 0x02, 0x10, 20]);
const TRUE = Buffer.from([0x08, 0x01]);

/** How the stack and what is behind its gateway are. */
interface Setting extends Behind {
  readonly resources: readonly ResourceRecord[];
  /** In place of the gateway of all resources. */
  readonly layer?: readonly ResourceRecord[];
  readonly kubectl?: string;
  readonly requests?: Readonly<Record<string, Json>>;
  /** Addresses of hosts. */
  readonly records?: Readonly<Record<string, string>>;
  /** In place of the gateway. */
  readonly server?: () => Promise<TestServer>;
  /** @default 20 */
  readonly seconds?: number;
}

describe("what verify finds about services", () => {
  const endings: (() => void)[] = [];
  const dialled: string[] = [];
  afterEach(() => {
    dialled.length = 0;
    for (const end of endings.splice(0)) end();
  });

  const AVAILABLE = `echo '{"items":[{"metadata":{"uid":"1"},"status":{"state":"Available"}}]}'`;

  async function verify(setting: Setting): Promise<Finding[]> {
    const {
      resources,
      layer = gateway(AUTHORITY),
      kubectl = AVAILABLE,
      requests = {},
      records = {},
      seconds = 20,
    } = setting;
    const tool: FakeTool = fakeTool(
      `case "$*" in *" /version "*) echo '{"gitVersion":"v1.36.3"}' ;; *) ${kubectl} ;; esac`,
    );
    const { port, stop } = await (setting.server?.() ?? startGateway(setting));
    endings.push(stop, () => {
      tool.remove();
    });
    const known: Record<string, string> = { "lb.example.org": "192.0.2.1", ...records };
    return verifyStack({
      stack: stackWith(...ML_CLUSTER, ...layer, ...resources),
      seconds,
      requests: new Map(Object.entries(requests)),
      tools: { kubectl: tool.program },
      network: {
        addressesOf: (host) => {
          const address = known[host];
          if (address !== undefined) return Promise.resolve([address]);
          return Promise.reject(Object.assign(new Error("none"), { code: "ENOTFOUND" }));
        },
        dial: (host, number) => {
          dialled.push(`${host}:${number}`);
          return { host: "127.0.0.1", port };
        },
      },
    });
  }

  const told = (found: readonly Finding[], component: string) =>
    found
      .filter((finding) => finding.component === component)
      .map(({ check, result, detail, hint }) => [
        check,
        result,
        ...[detail, hint].filter((text) => text !== undefined),
      ]);
  /** What is found about one component, or one check of it. */
  const about = async (component: string, setting: Setting, check?: string) =>
    told(await verify(setting), component).filter(([name]) => check === undefined || name === check);

  describe("models", () => {
    const iris = (protocol = "seldon") => model("iris", protocol);
    /** A model that says by REST and gRPC that it serves. */
    const serving = (protocol: string, page: Page, method: Method): Setting => ({
      resources: iris(protocol),
      pages: { [`${MODELS}/iris${READY_PATHS[protocol] ?? ""}`]: page },
      methods: { [METHODS[protocol] ?? ""]: method },
    });
    const serves = (url: string) => [
      ["model", "pass", "Available"],
      ["REST", "pass", `serves at ${url}; no prediction was made`],
      ["gRPC", "pass", "serves at models.example.org:443; no prediction was made"],
    ];

    for (const [protocol, page, answer, path] of [
      ["seldon", "[]", Buffer.alloc(0), "/api/v1.0/predictions"],
      ["v2", "{}", TRUE, "/v2/models/model/infer"],
      ["tensorflow", versions("AVAILABLE"), AVAILABLE_VERSION, "/v1/models/model:predict"],
    ] as const) {
      it(`serve by protocol ${protocol}, at the address of the gateway with the host and headers of the model`, async () => {
        const seen: Seen[] = [];
        const setting = serving(
          protocol,
          (request) => (seen.push(request), page),
          (request) => (seen.push(request), answer),
        );
        assert.deepEqual(await about("iris", setting), serves(`${MODELS}/iris${path}`));
        assert.deepEqual([...new Set(dialled)], ["lb.example.org:443"]);
        assert.deepEqual(
          seen.map(({ host, headers }) => [host, headers["x-team"]]),
          Array(2).fill(["models.example.org", "ml"]),
        );
        const calls = seen.filter(({ headers }) => headers["content-type"] === "application/grpc");
        assert.deepEqual(
          calls.map(({ headers }) => [headers["seldon"], headers["namespace"]]),
          [["iris", "models"]],
        );
        const asked: Record<string, string> = {
          seldon: "0a056d6f64656c",
          v2: "0a056d6f64656c",
          tensorflow: "0a070a056d6f64656c",
        };
        assert.equal(calls[0]?.body.toString("hex"), asked[protocol]);
      });
    }

    it("do not serve if they say so", async () => {
      const not = "no version of the model is available";
      const found = await about(
        "iris",
        serving(
          "tensorflow",
          () => versions("LOADING"),
          () => LOADING_VERSION,
        ),
      );
      assert.deepEqual(found.slice(1), [
        ["REST", "fail", `${not}, says ${MODELS}/iris/v1/models/model`],
        ["gRPC", "fail", not],
      ]);
      const v2 = await about(
        "iris",
        serving(
          "v2",
          () => ({ status: 400 }),
          () => Buffer.alloc(0),
        ),
      );
      assert.deepEqual(v2.slice(1), [
        ["REST", "fail", `HTTP 400 from ${MODELS}/iris/v2/models/model/ready`],
        ["gRPC", "fail", "the model says that it is not ready"],
      ]);
    });

    const ROUTES = "The operator writes routes when all pods of a model are ready; does the ingress controller run?";

    it("have no route", async () => {
      assert.deepEqual((await about("iris", { resources: iris() })).slice(1), [
        ["REST", "fail", `HTTP 404 from ${MODELS}/iris/api/v1.0/health/status`, ROUTES],
        ["gRPC", "fail", "the gateway has no route for gRPC to this model", ROUTES],
      ]);
    });

    for (const [status, server] of [
      [503, "istio-envoy"],
      [502, "nginx"],
      [504, "awselb/2.0"],
    ] as const) {
      it(`have pods that do not answer, says a gateway with ${status}`, async () => {
        const setting = serving(
          "seldon",
          () => ({ status, server }),
          () => ({ status: 14, text: "no healthy upstream" }),
        );
        assert.deepEqual((await about("iris", setting)).slice(1), [
          [
            "REST",
            "fail",
            `HTTP ${status} from ${MODELS}/iris/api/v1.0/health/status`,
            "Are the pods of the model ready, and does its Service lead to them?",
          ],
          ["gRPC", "fail", "gRPC status UNAVAILABLE: no healthy upstream"],
        ]);
      });
    }

    it("answer by gRPC without the method that says whether they serve", async () => {
      const setting = serving(
        "seldon",
        () => "[]",
        () => ({ status: 12, text: "unknown method" }),
      );
      assert.deepEqual((await about("iris", setting, "gRPC"))[0], [
        "gRPC",
        "pass",
        "answers by gRPC, but cannot say whether it serves; no prediction was made",
      ]);
    });

    it("are behind a gateway that demands tokens", async () => {
      const token = "the gateway demands a token, which this command does not have";
      const setting = serving(
        "seldon",
        () => ({ status: 403 }),
        () => ({ status: 7, text: "RBAC: access denied" }),
      );
      const [layer, release] = gateway(AUTHORITY) as [ResourceRecord, ResourceRecord];
      const jwt = record("kubernetes:security.istio.io/v1:RequestAuthentication", "jwt", { parent: layer.urn });
      assert.deepEqual((await about("iris", { ...setting, layer: [layer, release, jwt] })).slice(1), [
        ["REST", "skipped", token],
        ["gRPC", "skipped", token],
      ]);
      assert.deepEqual((await about("iris", setting)).slice(1), [
        ["REST", "fail", `HTTP 403 from ${MODELS}/iris/api/v1.0/health/status`],
        ["gRPC", "fail", "gRPC status PERMISSION_DENIED: RBAC: access denied"],
      ]);
    });

    it("are not available, with what the operator and the events say", async () => {
      const status = JSON.stringify({ state: "Failed", description: "no such Secret" });
      const object = (kind: string, uid: string, more = "") =>
        `{"kind":"${kind}","metadata":{"uid":"${uid}","name":"${kind}-${uid}","namespace":"models"${more}}}`;
      const kubectl = `case "$*" in
        "get -f"*) echo '{"items":[{"metadata":{"uid":"1","namespace":"models"},"status":${status}}]}' ;;
        "get deployments"*) echo '{"items":[${object("Deployment", "2", ',"ownerReferences":[{"uid":"1"}]')}]}' ;;
        "get events"*) echo '{"items":[{"involvedObject":{"kind":"Deployment","name":"iris","uid":"2"},"reason":"Failed","message":"quota"}]}' ;;
      esac`;
      assert.deepEqual(await about("iris", { resources: iris(), kubectl }, "model"), [
        ["model", "fail", "Failed: no such Secret: Deployment iris: Failed: quota"],
      ]);
      const absent = "echo '{\"items\":[]}'";
      assert.deepEqual(await about("iris", { resources: iris(), kubectl: absent }, "model"), [
        ["model", "fail", "there is no SeldonDeployment iris in models", "Run mlplatform up."],
      ]);
      const fresh = `echo '{"items":[{"metadata":{"uid":"1"}}]}'`;
      assert.deepEqual(await about("iris", { resources: iris(), kubectl: fresh }, "model"), [
        ["model", "fail", "the operator has not looked at it yet", "Does Seldon Core's operator run?"],
      ]);
    });

    describe("with a request", () => {
      const body: Json = { data: { ndarray: [[1.5]] } };

      it("predict by REST and gRPC", async () => {
        const seen: Seen[] = [];
        const found = await about("iris", {
          resources: iris(),
          requests: { iris: body },
          pages: { [PREDICTIONS]: (request) => (seen.push(request), "{}") },
          methods: { "seldon.protos.Seldon/Predict": (request) => (seen.push(request), Buffer.alloc(0)) },
        });
        assert.deepEqual(found.slice(1), [
          ["REST", "pass", `predicted at ${PREDICTIONS}`],
          ["gRPC", "pass", "predicted at models.example.org:443"],
        ]);
        const rest = seen.find(({ headers }) => headers["content-type"] === "application/json");
        assert.deepEqual(JSON.parse(rest?.body.toString() ?? ""), body);
        assert.equal(seen.length, 2);
      });

      it("refuse a request of the wrong shape", async () => {
        const found = await about("iris", {
          resources: iris(),
          requests: { iris: body },
          pages: { [PREDICTIONS]: () => ({ status: 500 }) },
          methods: { "seldon.protos.Seldon/Predict": () => ({ status: 2, text: "expects 4 features" }) },
        });
        assert.deepEqual(found.slice(1), [
          ["REST", "fail", `HTTP 500 from ${PREDICTIONS}`, "Is the request of the right shape for this model?"],
          ["gRPC", "fail", "gRPC status UNKNOWN: expects 4 features"],
        ]);
      });

      it("predict nothing by gRPC if the request cannot be written for it", async () => {
        const of = async (protocol: string, request: Json, methods = {}) =>
          (await about("iris", { resources: iris(protocol), requests: { iris: request }, methods }, "gRPC"))[0];
        assert.deepEqual(await of("v2", { inputs: [{ datatype: "FP32" }] }), [
          "gRPC",
          "skipped",
          "its request cannot be sent by gRPC: the file has no data or no shape in inputs[0]",
        ]);
        assert.deepEqual(
          await of("tensorflow", { instances: [1] }, { [METHODS["tensorflow"] ?? ""]: () => AVAILABLE_VERSION }),
          ["gRPC", "pass", "serves at models.example.org:443; no prediction was made"],
        );
      });

      it("for a model that the stack does not have is a wrong command line", async () => {
        await assert.rejects(
          verify({ resources: iris(), requests: { rose: body } }),
          new UsageError("--request names rose, which is no model of the stack. The stack has: iris."),
        );
      });
    });

    it("with a host of their own are behind a gateway for every host", async () => {
      const layer = gateway(AUTHORITY, { host: "127.0.0.1", url: "https://127.0.0.1", hosts: [] });
      const resources = model("iris", "v2", "https://own.apps.example.org");
      const pages = { "https://own.apps.example.org/seldon/models/iris/v2/models/model/ready": () => "{}" };
      const found = await about("iris", { layer, resources, pages }, "REST");
      assert.equal(found[0]?.[1], "pass");
      assert.deepEqual([...new Set(dialled)], ["127.0.0.1:443"]);
    });

    it("of a gateway that only pods reach are not asked", async () => {
      const inside = "istio-ingressgateway.istio-system.svc.cluster.local";
      const found = await verify({
        layer: gateway(AUTHORITY, { host: inside, url: `http://${inside}`, hosts: [], tls: false, port: 80 }),
        resources: model("iris", "seldon", `http://${inside}`),
      });
      assert.deepEqual(told(found, "ingress"), [["address", "skipped", `only pods reach it, as ${inside}`]]);
      assert.deepEqual(told(found, "iris").slice(1), [
        ["REST", "skipped", `only pods reach ${inside}`],
        ["gRPC", "skipped", `only pods reach ${inside}`],
      ]);
      assert.deepEqual(dialled, []);
    });
  });

  describe("gateways", () => {
    const FILE = "Add to DNS: models.example.org CNAME lb.example.org, or to /etc/hosts: 192.0.2.1 models.example.org";
    const WILDCARD = "Add to DNS: *.apps.example.org CNAME lb.example.org";
    const valid = [
      ["certificate of models.example.org", "pass", "valid for models.example.org until 2126-01-01"],
      ["certificate of *.apps.example.org", "pass", "valid for mlplatform-verify.apps.example.org until 2126-01-01"],
    ];

    it("answer, with names that lead to them", async () => {
      const records = { "models.example.org": "192.0.2.1", "mlplatform-verify.apps.example.org": "192.0.2.1" };
      assert.deepEqual(await about("ingress", { resources: [], records }), [
        ["address", "pass", "lb.example.org:443 answers"],
        ["DNS of models.example.org", "pass", "models.example.org resolves to the gateway"],
        ["DNS of *.apps.example.org", "pass", "mlplatform-verify.apps.example.org resolves to the gateway"],
        ...valid,
      ]);
    });

    it("answer, although no name leads to them", async () => {
      const without = "does not resolve; the checks connected by the gateway's address";
      assert.deepEqual((await about("ingress", { resources: [] })).slice(1), [
        ["DNS of models.example.org", "skipped", `models.example.org ${without}`, FILE],
        ["DNS of *.apps.example.org", "skipped", `mlplatform-verify.apps.example.org ${without}`, WILDCARD],
        ...valid,
      ]);
    });

    it("have a name that leads elsewhere", async () => {
      const records = { "models.example.org": "192.0.2.77" };
      const found = await about("ingress", { resources: [], records }, "DNS of models.example.org");
      const detail = "models.example.org resolves to 192.0.2.77, not to the gateway (192.0.2.1)";
      assert.deepEqual(found, [["DNS of models.example.org", "fail", detail, FILE]]);
    });

    it("have a wrong certificate, but answer", async () => {
      const found = await about("ingress", { resources: [], cert: EXPIRED });
      assert.deepEqual(
        found.map(([check = "", result]) => [check, result]).filter(([check = ""]) => !check.startsWith("DNS")),
        [
          ["address", "pass"],
          ["certificate of models.example.org", "fail"],
          ["certificate of *.apps.example.org", "fail"],
        ],
      );
    });

    it("are dead, which is not a failure of the certificate", async () => {
      const port = await deadPort();
      const dead = (): Promise<TestServer> => Promise.resolve({ port, stop: () => undefined });
      const found = await about("ingress", { resources: [], server: dead });
      const silent = ["unreachable", "lb.example.org:443 refuses connections"];
      assert.deepEqual(
        found.filter(([check = ""]) => !check.startsWith("DNS")),
        [
          ["address", ...silent],
          ["certificate of models.example.org", ...silent],
          ["certificate of *.apps.example.org", ...silent],
        ],
      );
    });

    it("have a load balancer whose name does not resolve", async () => {
      const layer = gateway(AUTHORITY, { host: "new-lb.example.org" });
      const found = await about("ingress", { resources: [], layer }, "DNS of models.example.org");
      const hint = "Is its record in DNS? That of a new load balancer takes minutes.";
      assert.deepEqual(found, [
        ["DNS of models.example.org", "unreachable", "new-lb.example.org does not resolve", hint],
      ]);
    });

    it("without hosts have their own address as the name", async () => {
      const layer = gateway(AUTHORITY, { host: "127.0.0.1", url: "https://127.0.0.1", hosts: [] });
      assert.deepEqual(await about("ingress", { resources: [], layer }), [
        ["address", "pass", "127.0.0.1:443 answers"],
        ["certificate of 127.0.0.1", "pass", "valid for 127.0.0.1 until 2126-01-01"],
      ]);
    });
  });

  const deployment = (available: number, wanted = 1): string =>
    `echo '{"items":[{"metadata":{"uid":"1"},"spec":{"replicas":${wanted}},"status":{"availableReplicas":${available}}}]}'`;

  it("tell whether Seldon Core's operator runs", async () => {
    const resources = installed("SeldonCore", "seldon", { namespace: "seldon-system" });
    const name = "seldon-controller-manager";
    assert.deepEqual(await about("seldon", { resources, kubectl: deployment(1) }), [
      ["operator", "pass", `1 of 1 pods of ${name} are available`],
    ]);
    assert.deepEqual(await about("seldon", { resources, kubectl: deployment(1, 2) }), [
      ["operator", "fail", `1 of 2 pods of ${name} are available`, "See: kubectl describe pods -n seldon-system"],
    ]);
    assert.deepEqual(await about("seldon", { resources, kubectl: "echo" }), [
      ["operator", "fail", `there is no Deployment ${name} in seldon-system`, "Run mlplatform up."],
    ]);
  });

  it("tell JupyterHub's version", async () => {
    const url = "https://hub.apps.example.org/lab";
    const resources = installed("JupyterHub", "hub", {
      url,
      namespace: "jupyterhub",
      userPassword: secret("hunter22"),
    });
    const of = (page: Page) => about("hub", { resources, pages: { [`${url}/hub/api`]: page } });
    const log = "See: kubectl logs -n jupyterhub deployment/hub";
    assert.deepEqual(await of(() => '{"version": "5.5.0"}'), [["hub", "pass", `JupyterHub 5.5.0 at ${url}/hub/api`]]);
    assert.deepEqual(await of(() => "<html>"), [
      ["hub", "fail", `what answers at ${url}/hub/api is not JupyterHub`, log],
    ]);
    assert.deepEqual(await of(() => ({ status: 503 })), [["hub", "fail", `HTTP 503 from ${url}/hub/api`, log]]);
  });

  it("tell whether Rancher answers, also with an authority of its own", async () => {
    const url = "https://models.example.org";
    const resources = installed("RancherServer", "rancher", { url, namespace: "cattle-system" });
    const pages = { [`${url}/ping`]: () => "pong", [`${url}/healthz`]: () => "no" };
    const kubectl = `echo '${JSON.stringify({ value: AUTHORITY }).replaceAll("\\n", "\\\\n")}'`;
    const setting = { resources, pages, layer: [], kubectl };
    assert.deepEqual(await about("rancher", setting), [
      ["ping", "pass", `${url}/ping says pong`],
      ["health", "fail", `${url}/healthz does not say ok`, "See: kubectl logs -n cattle-system deployment/rancher"],
    ]);
    const untrusted = await about("rancher", {
      ...setting,
      kubectl: "echo 'Error from server (NotFound)' >&2; exit 1",
    });
    assert.deepEqual(
      untrusted.map(([, result, detail]) => [result, detail]),
      Array(2).fill(["fail", "the certificate for models.example.org is not from an authority that is trusted"]),
    );
  });

  describe("Pachyderm", () => {
    const GET_VERSION = "versionpb_v2.API/GetVersion";
    const pachyderm = (pachdAddress: string, consoleUrl?: string) =>
      installed("PachydermStore", "pach", {
        namespace: "pachyderm",
        pachdAddress,
        ...(consoleUrl === undefined ? {} : { consoleUrl }),
        rootToken: secret("hunter22"),
      });
    const pods = ["pachd", "pass", "1 of 1 pods of pachd are available"];

    it("tells its version by gRPC, and whether its console answers", async () => {
      const address = "grpcs://models.example.org:443";
      const console = "https://models.example.org";
      assert.deepEqual(
        await about("pach", {
          resources: pachyderm(address, console),
          kubectl: deployment(1),
          pages: { [`${console}/`]: () => ({ status: 302 }) },
          methods: { [GET_VERSION]: () => Buffer.from([0x08, 2, 0x10, 11, 0x18, 5]) },
        }),
        [pods, ["gRPC", "pass", `Pachyderm 2.11.5 at ${address}`], ["console", "pass", `answers at ${console}`]],
      );
    });

    it("is not asked if only pods reach it", async () => {
      const inside = "pachyderm-proxy.pachyderm.svc.cluster.local";
      assert.deepEqual(await about("pach", { resources: pachyderm(`grpc://${inside}:80`), kubectl: deployment(1) }), [
        pods,
        ["gRPC", "skipped", `only pods reach ${inside}`],
      ]);
    });

    it("is unreachable if nothing answers in time", async () => {
      const resources = pachyderm("grpcs://models.example.org:443");
      assert.deepEqual(await about("pach", { resources, server: socketServer, seconds: 2 }, "gRPC"), [
        [
          "gRPC",
          "unreachable",
          "lb.example.org:443 did not answer in time",
          "Is this computer in the source ranges of the gateway, and no firewall in between?",
        ],
      ]);
    });
  });

  it("say that a component is not complete", async () => {
    const resources = [record("mlplatform:index:JupyterHub", "hub", { custom: false, outputs: {} })];
    assert.deepEqual(await about("hub", { resources }), [
      ["JupyterHub", "fail", "its creation has not ended", "Run mlplatform up, which continues it."],
    ]);
  });

  it("never show a secret of the stack", async () => {
    const url = "https://models.example.org/s3cr3t-path";
    const resources = [
      ...installed("JupyterHub", "hub", { url, namespace: "jupyterhub" }),
      record("test:index:Password", "p", { outputs: { result: secret("s3cr3t-path") } }),
    ];
    const found = await verify({ resources });
    assert.doesNotMatch(JSON.stringify(found), /s3cr3t/);
    assert.match(
      told(found, "hub")[0]?.[2] ?? "",
      /^HTTP 404 from https:\/\/models\.example\.org\/\[secret\]\/hub\/api$/,
    );
  });

  it("show what is in the values of a chart with a secret, but is no secret itself", async () => {
    const url = "https://hub.apps.example.org";
    const [hub, release] = installed("JupyterHub", "hub", { url, namespace: "jupyterhub" }) as [
      ResourceRecord,
      ResourceRecord,
    ];
    const values = secret({ host: url, token: "s3cr3t-token" });
    const found = await verify({ resources: [hub, { ...release, inputs: { values } }] });
    assert.equal(told(found, "hub")[0]?.[2], `HTTP 404 from ${url}/hub/api`);
  });

  describe("refuse a stack", () => {
    const refusal = (...resources: ResourceRecord[]) =>
      verifyStack({ stack: stackWith(...resources), seconds: 1, requests: new Map() });

    it("that has no resources", async () => {
      await assert.rejects(refusal(), new UserError('Stack "test" has no resources yet. Run mlplatform up first.'));
    });

    it("that has nothing of this package", async () => {
      await assert.rejects(
        refusal(record("aws:ec2/vpc:Vpc", "net")),
        new UserError(
          'Stack "test" has nothing to verify. What can be verified: ' +
            "IngressLayer, JupyterHub, MlCluster, ModelDeployment, PachydermStore, RancherServer, SeldonCore.",
        ),
      );
    });
  });
});
