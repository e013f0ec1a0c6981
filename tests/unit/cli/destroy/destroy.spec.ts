import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import { platformDestroy } from "../../../../cli/destroy/destroy";
import type { ResourceRecord, State } from "../../../../cli/stack/state";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";
import { record, stateOf } from "../stack/state";

const AKS = record("azure-native:containerservice:ManagedCluster", "ml");
const kubeconfig = JSON.stringify({ clusters: [{ name: "c", cluster: { server: "https://api.example.org" } }] });
const provider = record("pulumi:providers:kubernetes", "ml", {
  id: "p",
  inputs: { kubeconfig },
  dependencies: [AKS.urn],
});
const store = record("mlplatform:index:PachydermStore", "pachyderm", { custom: false });
const inCluster = (type: string, name: string, rest: Partial<ResourceRecord>) =>
  record(type, name, { provider: `${provider.urn}::p`, ...rest });
const namespace = (rest: Partial<ResourceRecord>) =>
  inCluster("kubernetes:core/v1:Namespace", "own", { id: "pachyderm", ...rest });
const secret = inCluster("kubernetes:core/v1:Secret", "s", {
  id: "pachyderm/pachyderm-credentials",
  parent: store.urn,
  retainOnDelete: true,
});

/** The state of a run that was killed while it created a Service. */
const interrupted = (...resources: ResourceRecord[]): State => {
  const resource = inCluster("kubernetes:core/v1:Service", "web", { inputs: { metadata: { name: "web" } } });
  return { version: 3, deployment: { resources, pending_operations: [{ type: "creating", resource }] } };
};

describe("a destroy that would lose data that it is to keep", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  /** The error, and the commands of Pulumi and kubectl, if the claim of etcd has this reclaim policy. A later state is confirmed. */
  async function refusal(
    before: State,
    policy: string,
    { deleteOthers = false, later }: { deleteOthers?: boolean; later?: State } = {},
  ) {
    let state = before;
    const claimRef = { kind: "PersistentVolumeClaim", namespace: "pachyderm", name: "etcd" };
    const spec = { persistentVolumeReclaimPolicy: policy, claimRef };
    const items = [{ kind: "PersistentVolume", metadata: { name: "pv-etcd" }, spec }];
    kubectl = fakeTool(`case "$*" in *crd*) ;; *) cat <<'END'\n${JSON.stringify({ items })}\nEND\n;; esac`);
    const commands: string[] = [];
    const run = (args: string[]) => {
      commands.push(args.slice(0, 2).join(" "));
      return Promise.resolve({ stdout: JSON.stringify(state) });
    };
    const stack = { name: "test", workspace: { pulumiCommand: { run }, envVars: {}, workDir: "." } };
    const options = { stack: stack as unknown as Stack, deleteOthers, show: () => undefined };
    // Without a confirmation, nothing is repaired and nothing is deleted.
    const message = await platformDestroy({
      ...options,
      tools: { kubectl: kubectl.program },
      confirm: () => {
        state = later ?? state;
        return Promise.resolve(later !== undefined);
      },
    }).then(
      () => undefined,
      (error: unknown) => (error as Error).message,
    );
    return {
      message,
      commands: [...new Set(commands)],
      deleted: kubectl.calls().filter((c) => c.startsWith("delete")),
    };
  }

  const kept = [AKS, provider, store, namespace({ parent: store.urn, retainOnDelete: true }), secret];
  const DISK = /\n {2}PachydermStore pachyderm: claim pachyderm\/etcd, disk pv-etcd\nNothing was deleted\./;

  for (const policy of ["Retain", "Delete"]) {
    it(`is refused before a killed run is repaired, for a claim with the policy ${policy}`, async () => {
      const { message, commands, deleted } = await refusal(interrupted(...kept), policy, { deleteOthers: true });
      assert.match(message ?? "", DISK);
      assert.deepEqual([commands, deleted], [["stack export"], []]);
    });
  }

  it("is refused after the repair if only the repaired state shows the data", async () => {
    const options = { deleteOthers: true, later: stateOf(...kept) };
    const { message, commands, deleted } = await refusal(stateOf(AKS, provider, store), "Retain", options);
    assert.match(message ?? "", DISK);
    assert.deepEqual([commands, deleted], [["stack export"], []]);
  });

  it("is refused if the namespace itself is deleted, also in a cluster that stays", async () => {
    const state = stateOf({ ...provider, dependencies: [] }, store, namespace({}), secret);
    const { message } = await refusal(state, "Delete");
    assert.match(
      message ?? "",
      /\n {2}PachydermStore pachyderm: Secret pachyderm\/pachyderm-credentials, in Namespace own\nNothing was deleted\./,
    );
  });

  it("is not refused for a namespace of the same name in another cluster", async () => {
    const other = record("pulumi:providers:kubernetes", "other", {
      id: "q",
      inputs: { kubeconfig: kubeconfig.replace("api", "other") },
    });
    const elsewhere = { ...namespace({ retainOnDelete: true }), provider: `${other.urn}::q` };
    assert.equal((await refusal(stateOf(AKS, provider, other, elsewhere), "Retain")).message, undefined);
  });
});
