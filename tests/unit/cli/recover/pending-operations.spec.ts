import assert from "node:assert/strict";
import { ClusterAccess } from "../../../../cli/cluster/access";
import type { LiveObject } from "../../../../cli/cluster/objects";
import type { Clusters } from "../../../../cli/cluster/stack-clusters";
import type { ResourceRecord } from "../../../../cli/stack/state";
import { SECRET_SIGNATURE, SIGNATURE } from "../../../../recorder/signatures";
import { isOwnObject, recoverPending } from "../../../../cli/recover/pending-operations";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";
import { enginePort, onlyOrphans, orphanOf, type Orphan } from "./orphan";

const release = {
  urn: "urn:pulumi:dev::p::kubernetes:helm.sh/v3:Release::istiod",
  type: "kubernetes:helm.sh/v3:Release",
  custom: true,
  inputs: { name: "istiod", namespace: "istio-system", chart: "istiod", timeout: 600 },
};

const map = {
  urn: "urn:pulumi:dev::p::kubernetes:core/v1:ConfigMap::map",
  type: "kubernetes:core/v1:ConfigMap",
  custom: true,
  inputs: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "map", namespace: "a" } },
};

describe("an interrupted creation", () => {
  let show: () => void;
  before(() => (show = onlyOrphans()));
  after(() => {
    show();
  });

  let tool: FakeTool;
  let orphan: Orphan | undefined;
  afterEach(async () => {
    tool.remove();
    await orphan?.end();
    orphan = undefined;
  });

  const startOrphan = async () => {
    const engine = await enginePort();
    await engine.close();
    orphan = orphanOf(engine.port);
  };
  const recovery = async (resource: ResourceRecord, appearsUntil = Date.now() + 30_000) => {
    const access = new ClusterAccess({}, { helm: tool.program, kubectl: tool.program });
    const clusters = { of: () => Promise.resolve(access) } as unknown as Clusters;
    const context = { state: { version: 3, deployment: {} }, clusters, appearsUntil, print: () => undefined };
    return recoverPending({ type: "creating", resource }, context);
  };

  const recovered = async (...args: Parameters<typeof recovery>) => (await recovery(...args)).repair?.kind;

  /** Helm that knows a deployed release from the start. */
  const installed = () =>
    fakeTool(`[ "$1" = history ] || exit 0
      echo '[{"revision":1,"status":"deployed","updated":"${new Date().toISOString()}","chart":"istiod-1.30.3"}]'`);
  /** Helm that knows no release at first, then a pending one, then a deployed one. */
  const installing = () => {
    const record = (status: string) =>
      `[{"revision":1,"status":"${status}","updated":"${new Date().toISOString()}","chart":"istiod-1.30.3"}]`;
    return fakeTool(`[ "$1" = history ] || exit 0
      case $(grep -c . "$log") in
        1) echo 'Error: release: not found' >&2; exit 1 ;;
        2) echo '${record("pending-install")}' ;;
        *) echo '${record("deployed")}' ;;
      esac`);
  };
  /** kubectl that finds the object only at the second call. */
  const creating = () => {
    const metadata = { name: "map", uid: "1", creationTimestamp: "2026-01-01T12:00:00Z" };
    const found = JSON.stringify({
      items: [{ metadata: { ...metadata, managedFields: [{ manager: "pulumi-kubernetes" }] } }],
    });
    return fakeTool(`[ "$(grep -c . "$log")" = 1 ] || echo '${found}'`);
  };

  it("of a release is adopted when an orphaned provider has installed it", async () => {
    tool = installing();
    await startOrphan();
    assert.equal(await recovered(release), "adopted");
  });

  it("of a release is adopted with its last inputs as a secret, as the provider wants them", async () => {
    tool = installed();
    const { adopt } = await recovery(release);
    const { __inputs: lastInputs, ...outputs } = adopt?.outputs ?? {};
    assert.equal(adopt?.id, "istio-system/istiod");
    assert.deepEqual(outputs, release.inputs);
    assert.deepEqual(lastInputs, {
      [SIGNATURE]: SECRET_SIGNATURE,
      plaintext: JSON.stringify(release.inputs),
    });
  });

  it("of a release whose values contain a secret is undone, so that the secret stays encrypted", async () => {
    tool = installed();
    const token = { [SIGNATURE]: SECRET_SIGNATURE, ciphertext: "v1:abc" };
    const secretive = { ...release, inputs: { ...release.inputs, values: { token } } };
    const { repair, adopt } = await recovery(secretive);
    assert.equal(adopt, undefined);
    assert.equal(repair?.text, "uninstalled Helm release istio-system/istiod: its values contain secrets");
  });

  it("of a release is not waited for if no orphaned provider runs", async () => {
    tool = installing();
    assert.equal(await recovered(release), "cleared");
    assert.equal(await recovered(release), "uninstalled");
  });

  it("of an object is adopted when an orphaned provider has created it", async () => {
    tool = creating();
    await startOrphan();
    assert.equal(await recovered(map), "adopted");
  });

  it("of an object is not waited for if no orphaned provider runs, or for too long", async () => {
    tool = creating();
    assert.equal(await recovered(map), "cleared");
    tool.remove();
    tool = creating();
    await startOrphan();
    assert.equal(await recovered(map, Date.now()), "cleared");
  });
});

const CREATED = "2026-01-01T12:00:00Z";
const own: LiveObject["metadata"] = {
  name: "a",
  uid: "1",
  creationTimestamp: CREATED,
  labels: { team: "ml", more: "yes" },
  managedFields: [{ manager: "kube-controller-manager" }, { manager: "pulumi-kubernetes" }],
};
const resource = { urn: "u", type: "t", custom: true, inputs: { metadata: { name: "a", labels: { team: "ml" } } } };

describe("an object of an interrupted creation", () => {
  const objects: [what: string, metadata: Partial<LiveObject["metadata"]>, provider: string, isOwn: boolean][] = [
    ["that Pulumi created after its provider", {}, "2026-01-01T11:59:59Z", true],
    ["that is a little older than its provider, because clocks differ,", {}, "2026-01-01T12:00:30Z", true],
    ["that is older than its provider", {}, "2026-01-01T12:02:00Z", false],
    ["that another tool created", { managedFields: [{ manager: "kubectl-create" }] }, CREATED, false],
    [
      "with a field manager that the program named",
      { ...named("team-a"), managedFields: [{ manager: "team-a" }] },
      CREATED,
      true,
    ],
    ["without the labels of the program", { labels: { team: "web" } }, CREATED, false],
    ["that is being deleted", { deletionTimestamp: CREATED }, CREATED, false],
  ];
  for (const [what, metadata, provider, expected] of objects) {
    it(`${what} ${expected ? "belongs" : "does not belong"} to the stack`, () => {
      assert.equal(isOwnObject({ metadata: { ...own, ...metadata } }, resource, provider), expected);
    });
  }

  // The API server keeps no manager of a Namespace that was applied with a name alone.
  const unmanaged = { ...own, labels: {}, managedFields: [] };
  const name = { name: "a" };
  const inputs: [what: string, inputs: ResourceRecord["inputs"], provider: string | undefined, isOwn: boolean][] = [
    ["a name", { apiVersion: "v1", kind: "Namespace", metadata: name }, CREATED, true],
    [
      "a name, after which its provider was created,",
      { kind: "Namespace", metadata: name },
      "2026-01-01T12:02:00Z",
      false,
    ],
    ["a name, at a time that is not known,", { kind: "Namespace", metadata: name }, undefined, false],
    // kubectl create leaves no manager either, but for the label of a Namespace.
    ["a name of another kind", { kind: "ServiceAccount", metadata: name }, CREATED, false],
    ["an annotation", { kind: "Namespace", metadata: { ...name, annotations: { a: "b" } } }, CREATED, false],
    ["data", { kind: "ConfigMap", metadata: name, data: { key: "value" } }, CREATED, false],
  ];
  for (const [what, asked, provider, expected] of inputs) {
    it(`without a manager ${expected ? "belongs" : "does not belong"} to the stack that asked for ${what}`, () => {
      assert.equal(isOwnObject({ metadata: unmanaged }, { ...resource, inputs: asked }, provider), expected);
    });
  }
});

function named(manager: string): Partial<LiveObject["metadata"]> {
  return { annotations: { "pulumi.com/patchFieldManager": manager } };
}
