import assert from "node:assert/strict";
import { ClusterAccess, ToolFailed } from "../../../../cli/recover/tools";
import { awaitModel, MODEL_TYPE } from "../../../../cli/up/await-model";
import { fakeTool, type FakeTool } from "../recover/fake-tool";

const waitFor = { "pulumi.com/waitFor": "jsonpath={.status.state}=Available" };
const deployment = (generation: number, status: object) => ({
  kind: "Deployment",
  metadata: { name: "iris-main-0-model", uid: "2", generation, ownerReferences: [{ uid: "1" }] },
  status,
});
const whole = { observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };

describe("waiting for an updated model", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  /** Waits where the cluster gives these: the model's status (`undefined`: as asked for) and its Deployments. */
  function wait(status: object | undefined, deployments: object[], annotations: object = waitFor, patch = "") {
    const model = { items: [{ metadata: { name: "iris", namespace: "models", uid: "1" }, status: status ?? "ASKED" }] };
    kubectl = fakeTool(`case "$1 $2" in
      patch*) ${patch || 'shift 6; echo "$1" | sed "s/{.status.:\\(.*\\)}/\\1/" > "$log.asked"'} ;;
      "get -f") sed "s#.ASKED.#$(cat "$log.asked")#" <<'END'
${JSON.stringify(model)}
END
      ;;
      *) echo '${JSON.stringify({ items: deployments })}' ;;
    esac`);
    const inputs = {
      apiVersion: "machinelearning.seldon.io/v1",
      kind: "SeldonDeployment",
      metadata: { name: "iris", namespace: "models", annotations: { ...annotations } as Record<string, string> },
    };
    const cluster = new ClusterAccess({}, { kubectl: kubectl.program });
    const model_ = { urn: `urn:pulumi:dev::p::${MODEL_TYPE}::iris`, type: MODEL_TYPE, inputs, cluster };
    return awaitModel(model_, () => undefined);
  }

  const within = (seconds: number) => ({ ...waitFor, "pulumi.com/timeoutSeconds": String(seconds) });
  const late = "SeldonDeployment iris was updated, but did not become available";
  const cases: [what: string, status: object | undefined, deployments: object[], text: string | undefined][] = [
    ["ends when its Deployments serve", { state: "Available" }, [deployment(2, whole)], undefined],
    [
      "does not believe an answer that the operator gave before it looked",
      undefined,
      [deployment(2, whole)],
      `${late} within 1 s: Seldon Core's operator has not looked at it (does seldon-controller-manager run?)`,
    ],
    [
      "does not believe Available before its Deployments have been seen to",
      { state: "Available" },
      [deployment(3, whole)],
      `${late} within 1 s`,
    ],
    [
      "does not believe Available while pods of before serve",
      { state: "Available" },
      [deployment(2, { ...whole, updatedReplicas: 0 })],
      `${late} within 1 s`,
    ],
    [
      "does not believe pods before the operator does",
      { state: "Creating" },
      [deployment(2, whole)],
      `${late} within 1 s`,
    ],
    ["ends when the operator fails it", { state: "Failed", description: "no" }, [deployment(2, whole)], late],
    [
      "does not believe Failed before its Deployments have been seen to",
      { state: "Failed", description: "no" },
      [deployment(3, whole)],
      `${late} within 1 s`,
    ],
    ["does not mind a Deployment that goes", { state: "Available" }, [going(), deployment(2, whole)], undefined],
  ];
  for (const [what, status, deployments, text] of cases) {
    it(what, async () => {
      assert.equal(await wait(status, deployments, within(1)), text);
    });
  }

  it("asks by the status alone, of the very kind", async () => {
    await wait({ state: "Available" }, []);
    assert.match(
      kubectl?.calls()[0] ?? "",
      /^patch -f - --subresource=status --type=merge -p {"status":{"description":"mlplatform up asked at \S+Z whether this is up to date"}} --field-manager=mlplatform /,
    );
  });

  for (const [what, annotations] of [
    ["is not waited for", {}],
    ["is waited for by another word", { "pulumi.com/waitFor": "condition=Ready" }],
  ] as const) {
    it(`leaves a model alone that ${what}`, async () => {
      assert.equal(await wait(undefined, [], annotations), undefined);
      assert.deepEqual(kubectl?.calls(), []);
    });
  }

  it("says that it may not ask", async () => {
    const refused = wait({}, [], waitFor, "echo 'Error from server (Forbidden)' >&2; exit 1");
    await assert.rejects(refused, (error) => error instanceof ToolFailed && error.message.endsWith("(Forbidden)"));
  });
});

function going(): object {
  const broken = deployment(2, {});
  return { ...broken, metadata: { ...broken.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } };
}
