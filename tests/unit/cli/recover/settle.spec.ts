import assert from "node:assert/strict";
import type { Clusters } from "../../../../cli/recover/clusters";
import { settlePending } from "../../../../cli/recover/settle";
import { ClusterAccess } from "../../../../cli/recover/tools";
import { fakeTool, type FakeTool } from "./fake-tool";
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

describe("settling a creation that was cut off", () => {
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

  const survivor = async () => {
    const engine = await enginePort();
    await engine.close();
    orphan = orphanOf(engine.port);
  };
  const settle = async (resource: typeof map | typeof release, unseenUntil = Date.now() + 30_000) => {
    const access = new ClusterAccess({}, { helm: tool.program, kubectl: tool.program });
    const clusters = { of: () => Promise.resolve(access) } as unknown as Clusters;
    const where = { state: { version: 3, deployment: {} }, clusters, unseenUntil, say: () => undefined };
    return (await settlePending({ type: "creating", resource }, where)).repair?.kind;
  };

  /** Helm that knows no release at first, then one that hangs, then one that is whole. */
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
  /** Kubectl that finds the object only when it is asked again. */
  const creating = () => {
    const metadata = { name: "map", uid: "1", creationTimestamp: "2026-01-01T12:00:00Z" };
    const found = JSON.stringify({
      items: [{ metadata: { ...metadata, managedFields: [{ manager: "pulumi-kubernetes" }] } }],
    });
    return fakeTool(`[ "$(grep -c . "$log")" = 1 ] || echo '${found}'`);
  };

  it("adopts a release once a provider that outlived its engine has ended the install", async () => {
    tool = installing();
    await survivor();
    assert.equal(await settle(release), "adopted");
  });

  it("does not wait for a release where no provider is left", async () => {
    tool = installing();
    assert.equal(await settle(release), "cleared");
    assert.equal(await settle(release), "uninstalled");
  });

  it("adopts an object once a provider that outlived its engine has made it", async () => {
    tool = creating();
    await survivor();
    assert.equal(await settle(map), "adopted");
  });

  it("does not wait for an object where no provider is left, or for too long", async () => {
    tool = creating();
    assert.equal(await settle(map), "cleared");
    tool.remove();
    tool = creating();
    await survivor();
    assert.equal(await settle(map, Date.now()), "cleared");
  });
});
