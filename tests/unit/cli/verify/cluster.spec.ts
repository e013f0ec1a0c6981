import assert from "node:assert/strict";
import { hostname } from "node:os";
import { verifyStack } from "../../../../cli/verify/verify";
import type { Finding } from "../../../../cli/verify/run-checks";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";
import { ML_CLUSTER, stackWith } from "./platform-state";

const list = (...items: object[]) => JSON.stringify({ kind: "List", items });
const node = (name: string, condition: object, spec = {}) => ({
  metadata: { name },
  spec,
  status: {
    conditions: [
      { type: "MemoryPressure", status: "False" },
      { type: "Ready", ...condition },
    ],
  },
});
const READY = node("node-1", { status: "True" });
const isDefault = { "storageclass.kubernetes.io/is-default-class": "true" };
const storageClass = (
  name: string,
  { annotations = {}, ...more }: { annotations?: object; [key: string]: unknown } = {},
) => ({
  metadata: { name, annotations, creationTimestamp: "2026-01-01T00:00:00Z" },
  provisioner: "test/driver",
  volumeBindingMode: "Immediate",
  ...more,
});
const STANDARD = storageClass("standard", { annotations: isDefault });
const WAITING = storageClass("local", { annotations: isDefault, volumeBindingMode: "WaitForFirstConsumer" });

/** A cluster as kubectl shows it. */
interface Shown {
  readonly version?: string;
  readonly nodes?: string;
  readonly classes?: object[];
  /** Phase of the claim. */
  readonly phase?: string;
  readonly volumes?: object[];
  readonly leftovers?: object[];
  /** What kubectl does when it is asked for volumes, instead. */
  readonly onVolumes?: string;
}

describe("what verify finds about a cluster", () => {
  let tool: FakeTool | undefined;
  afterEach(() => tool?.remove());

  async function findings(shown: Shown, seconds = 10): Promise<Finding[]> {
    const {
      version = 'echo \'{"gitVersion":"v1.36.3"}\'',
      nodes = list(READY),
      classes = [STANDARD],
      phase = "Bound",
      volumes = [],
      leftovers = [],
      onVolumes = ":",
    } = shown;
    const claim = {
      kind: "PersistentVolumeClaim",
      metadata: { name: "volume", namespace: "x", uid: "1" },
      status: { phase },
    };
    const event = {
      involvedObject: { kind: "PersistentVolumeClaim", name: "volume", uid: "1" },
      reason: "ProvisioningFailed",
      message: "no space",
    };
    tool = fakeTool(`
      print() { cat; }
      case "$*" in
        *" /version "*) ${version} ;;
        "get nodes "*) print <<'END'
${nodes}
END
        ;;
        "get storageclasses"*) print <<'END'
${list(...classes)}
END
        ;;
        "get namespaces "*) print <<'END'
${list(...leftovers)}
END
        ;;
        "get persistentvolumeclaim "*) print <<'END'
${JSON.stringify(claim)}
END
        ;;
        "get persistentvolumes "*) ${onVolumes}; ns=$(sed -n 's/.*\\(mlplatform-verify-[0-9a-f]*\\).*/\\1/p' "$log.created"); sed "s/NAMESPACE/$ns/" <<'END'
${list(...volumes)}
END
        ;;
        "get events "*) print <<'END'
${list(event)}
END
        ;;
        "get pods "*) echo '{"items":[]}' ;;
        "create "*) cat > "$log.created"; cat "$log.created" | tr '\\n' ' ' | sed 's/^/OBJECTS /' >> "$log"; echo >> "$log" ;;
      esac`);
    const stack = stackWith(...ML_CLUSTER);
    return verifyStack({ stack, seconds, requests: new Map(), tools: { kubectl: tool.program } });
  }

  const told = (found: readonly Finding[]) =>
    found.map(({ component, check, result, detail, hint }) => [
      `${component}: ${check}`,
      result,
      ...texts([detail, hint]),
    ]);
  /** The texts that are there; how long something took is not compared. */
  const texts = (given: readonly (string | undefined)[]) =>
    given.flatMap((text) => (text === undefined ? [] : [text.replace(/\b\d+ s\b/, "N s")]));
  const of = async (check: string, shown: Shown, seconds?: number) => {
    const found = (await findings(shown, seconds)).find((finding) => finding.check === check);
    return texts([found?.result, found?.detail, found?.hint]);
  };
  const calls = (start: string) =>
    (tool?.calls() ?? [])
      .filter((call) => call.startsWith(start))
      .map((call) =>
        call.replace(/ --request-timeout.*/, "").replaceAll(/mlplatform-verify-[0-9a-f]{8}/g, "NAMESPACE"),
      );
  const created = () => {
    const [line = ""] = calls("OBJECTS ");
    return (JSON.parse(line.slice("OBJECTS ".length)) as { items: { kind: string; metadata: object; spec: unknown }[] })
      .items;
  };

  it("is all right", async () => {
    assert.deepEqual(told(await findings({})), [
      ["ml: API server", "pass", "v1.36.3 at https://192.0.2.9:6443"],
      ["ml: nodes", "pass", "1 ready"],
      ["ml: storage class", "pass", "standard, the default, of test/driver"],
      ["ml: volume", "pass", "class standard provisioned 1 GiB in N s; it is being deleted"],
    ]);
    assert.deepEqual(
      created().map(({ kind }) => kind),
      ["Namespace", "PersistentVolumeClaim"],
    );
    assert.deepEqual(calls("delete "), ["delete namespace NAMESPACE --ignore-not-found --wait=false"]);
    assert.deepEqual(calls("patch "), []);
  });

  it("is one error if the API server gives no answer, and nothing else is asked", async () => {
    const version =
      'echo "The connection to the server 192.0.2.9:6443 was refused - did you specify the right host or port?" >&2; exit 1';
    assert.deepEqual(told(await findings({ version })), [
      [
        "ml: API server",
        "unreachable",
        "The connection to the server 192.0.2.9:6443 was refused - did you specify the right host or port?",
        "Is the cluster running, and does this computer reach https://192.0.2.9:6443?",
      ],
      ["ml: nodes", "skipped", "the API server of ml gives no answer"],
      ["ml: storage class", "skipped", "the API server of ml gives no answer"],
      ["ml: volume", "skipped", "the API server of ml gives no answer"],
    ]);
    assert.equal(tool?.calls().length, 1);
  });

  it("names a login that has ended", async () => {
    const version = 'echo "error: You must be logged in to the server (Unauthorized)" >&2; exit 1';
    assert.deepEqual(await of("API server", { version }), [
      "fail",
      "error: You must be logged in to the server (Unauthorized)",
      "Log in to the cloud or cluster again; the kubeconfig is the one that the stack has.",
    ]);
  });

  it("names nodes that are not ready, and why", async () => {
    const broken = node("node-2", {
      status: "Unknown",
      reason: "NodeStatusUnknown",
      message: "Kubelet stopped\nposting.",
    });
    assert.deepEqual(await of("nodes", { nodes: list(READY, broken, { metadata: { name: "node-3" } }) }), [
      "fail",
      "2 of 3 are not ready: node-2 (NodeStatusUnknown: Kubelet stopped posting.), node-3 (it has not reported)",
      "See: kubectl describe node node-2",
    ]);
    assert.deepEqual(await of("nodes", { nodes: list() }), [
      "fail",
      "the cluster has no nodes",
      "Does a node pool have at least one node?",
    ]);
    const cordoned = node("node-2", { status: "True" }, { unschedulable: true });
    assert.deepEqual(await of("nodes", { nodes: list(READY, cordoned) }), ["pass", "2 ready; node-2 take no new pods"]);
  });

  it("says how to get a default storage class, and provisions no volume without one", async () => {
    assert.deepEqual(await of("storage class", { classes: [storageClass("slow")] }), [
      "fail",
      "there is no default storage class; there are: slow",
      "Make one the default: kubectl annotate storageclass slow storageclass.kubernetes.io/is-default-class=true",
    ]);
    assert.deepEqual(calls("create "), []);
    assert.deepEqual(await of("volume", { classes: [] }), [
      "fail",
      "there is no default storage class; there are: none",
      "Install a storage driver with a class, such as local-path-provisioner.",
    ]);
  });

  it("takes the newest of several default classes, as Kubernetes does", async () => {
    const newer = storageClass("newer", { annotations: isDefault });
    newer.metadata.creationTimestamp = "2026-02-01T00:00:00Z";
    assert.deepEqual(await of("storage class", { classes: [STANDARD, newer] }), [
      "pass",
      "newer, the default, of test/driver",
    ]);
  });

  it("has a pod use the claim if the class waits for one", async () => {
    assert.deepEqual(await of("volume", { classes: [WAITING] }), [
      "pass",
      "class local provisioned 1 GiB in N s; it is being deleted",
    ]);
    assert.deepEqual(
      created().map(({ kind }) => kind),
      ["Namespace", "PersistentVolumeClaim", "Pod"],
    );
  });

  it("has volumes of a class that keeps them deleted too, but no others", async () => {
    const volume = (name: string, namespace: string, persistentVolumeReclaimPolicy: string) => ({
      metadata: { name },
      spec: { persistentVolumeReclaimPolicy, claimRef: { namespace } },
    });
    await findings({
      volumes: [
        volume("kept", "NAMESPACE", "Retain"),
        volume("gone", "NAMESPACE", "Delete"),
        volume("others", "data", "Retain"),
      ],
    });
    assert.deepEqual(calls("patch "), [
      'patch persistentvolume kept --type=merge -p {"spec":{"persistentVolumeReclaimPolicy":"Delete"}}',
    ]);
  });

  it("deletes the namespace even if volumes cannot be read, and says what is left", async () => {
    const onVolumes = 'echo "Error from server (Forbidden): no volumes" >&2; exit 1';
    const [result, detail, hint] = await of("volume", { onVolumes });
    assert.deepEqual(
      [result, detail],
      ["fail", "what was created could not be removed completely: Error from server (Forbidden): no volumes"],
    );
    assert.match(hint ?? "", /^The next run tries again, or: kubectl delete namespace mlplatform-verify-[0-9a-f]{8}$/);
    assert.equal(calls("delete ").length, 1);
  });

  it("tells why a volume is not provisioned, and removes what it created", async () => {
    assert.deepEqual(await of("volume", { phase: "Pending" }, 8), [
      "fail",
      "class standard provisioned no volume within N s: PersistentVolumeClaim volume: ProvisioningFailed: no space",
      "Does the storage driver test/driver run?",
    ]);
    assert.deepEqual(calls("delete "), ["delete namespace NAMESPACE --ignore-not-found --wait=false"]);
  });

  it("removes what it created after an interrupt, and then says that it was interrupted", async () => {
    const interrupt = new AbortController();
    const kubectl = fakeTool(`case "$*" in
      *" /version "*) echo '{"gitVersion":"v1.36.3"}' ;;
      "get storageclasses"*) echo '${list(STANDARD)}' ;;
      "get persistentvolumeclaim "*) echo '{"metadata":{"uid":"1"},"status":{"phase":"Pending"}}' ;;
      "create "*) cat > /dev/null ;;
      *) echo '{"items":[]}' ;;
    esac`);
    tool = kubectl;
    const running = verifyStack({
      stack: stackWith(...ML_CLUSTER),
      seconds: 60,
      requests: new Map(),
      tools: { kubectl: kubectl.program },
      interrupt: interrupt.signal,
    });
    while (!kubectl.calls().some((call) => call.startsWith("create ")))
      await new Promise((done) => setTimeout(done, 20));
    interrupt.abort(new Error("interrupted"));
    await assert.rejects(running, {
      name: "Interrupted",
      message: "Interrupted. What the checks created was removed, or the next run removes it.",
    });
    assert.equal(kubectl.calls().filter((call) => call.startsWith("delete namespace mlplatform-verify-")).length, 1);
  });

  const leftover = (name: string, owner: string, until: number) => ({
    metadata: {
      name,
      annotations: { "mlplatform/verify-owner": owner, "mlplatform/verify-until": new Date(until).toISOString() },
    },
  });

  it("begins with the removal of what a killed run left, but not of what another run still uses", async () => {
    const now = Date.now();
    const ended = 2 ** 22 + 1; // above the highest number of a process
    await findings({
      leftovers: [
        leftover("of-a-killed-run", `${hostname()}/${ended}`, now + 60_000),
        leftover("of-this-run", `${hostname()}/${process.pid}`, now + 60_000),
        leftover("of-another-computer", "other.example.org/1", now + 60_000),
        leftover("of-another-computer-that-just-ended", "other.example.org/1", now - 30_000),
        leftover("of-another-computer-long-ago", "other.example.org/1", now - 90_000),
        { metadata: { name: "of-nobody" } },
      ],
    });
    assert.deepEqual(
      calls("delete ").map((call) => call.split(" ")[2]),
      ["of-a-killed-run", "of-another-computer-long-ago", "of-nobody", "NAMESPACE"],
    );
  });
});
