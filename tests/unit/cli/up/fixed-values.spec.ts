import assert from "node:assert/strict";
import type { PachydermStoreArgs } from "../../../../components";
import { pachydermFixedValues } from "../../../../components/pachyderm-store/fixed-values";
import { refuseFixedValues } from "../../../../cli/up/fixed-values";
import type { ResourceRecord, StateValues } from "../../../../cli/stack/state";
import { SECRET_SIGNATURE, SIGNATURE } from "../../../../recorder/signatures";
import type { Deployed } from "../../../helpers/deploy";
import { pachyderm, RELEASE, valuesOf } from "../../pachyderm-store/pachyderm";
import { stateOf } from "../stack/state";

type Change = (release: ResourceRecord) => Partial<ResourceRecord>;

/** The resources of a state after this plan was carried out. */
const recorded = ({ resources }: Deployed, change: Change = () => ({})): ResourceRecord[] =>
  resources.map(({ urn, type, custom, inputs }) => {
    const record = { urn, type, custom, inputs: inputs.values as StateValues };
    return type === RELEASE ? { ...record, ...change(record) } : record;
  });

/** The error of an update from these arguments to those, if it is refused. */
async function refusal(
  before: Partial<PachydermStoreArgs>,
  after: Partial<PachydermStoreArgs>,
  change?: Change,
): Promise<string | undefined> {
  const [installed, planned] = [await pachyderm(before), await pachyderm(after)];
  try {
    await refuseFixedValues(planned, () => Promise.resolve(stateOf(...recorded(installed, change))));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const CLAIM = "Kubernetes cannot change the claims of a StatefulSet.";
const bundled = (storageSize: string) => ({ database: { bundled: { storageSize } } });

describe("an update of an installed Pachyderm", () => {
  const refused: [
    what: string,
    before: Partial<PachydermStoreArgs>,
    after: Partial<PachydermStoreArgs>,
    why: string,
  ][] = [
    [
      "the number of nodes of etcd",
      { etcd: { nodes: 3 } },
      { etcd: { nodes: 5 } },
      "etcd.nodes cannot change from 3 to 5. The nodes of etcd know each other from the start, and others lose the quorum. Write 3.",
    ],
    [
      "a claim of etcd, to a smaller size",
      {},
      { etcd: { storageSize: "100Gi" } },
      `etcd.storageSize cannot change from "200Gi" to "100Gi". ${CLAIM} Write "200Gi".`,
    ],
    [
      "the class of etcd's claims, which was not written before",
      {},
      { etcd: { storageClass: "fast" } },
      `etcd.storageClass cannot change from the default to "fast". ${CLAIM} Leave it out.`,
    ],
    [
      "the claim of the bundled database",
      bundled("10Gi"),
      bundled("20Gi"),
      `database.bundled.storageSize cannot change from "10Gi" to "20Gi". ${CLAIM} Write "10Gi".`,
    ],
    [
      "the claim of Loki",
      {},
      { loki: { storageSize: "20Gi" } },
      `loki.storageSize cannot change from "10Gi" to "20Gi". ${CLAIM} Write "10Gi".`,
    ],
    [
      "the number of servers of SeaweedFS, to fewer",
      { seaweedFs: { servers: 3 } },
      { seaweedFs: { servers: 2 } },
      "seaweedFs.servers cannot decrease from 3 to 2. The objects on a server that is removed are lost. Write 3 or more.",
    ],
    [
      "a claim of SeaweedFS, to a smaller size",
      { seaweedFs: { storageSize: "1Ti" } },
      { seaweedFs: { storageSize: "900Gi" } },
      'seaweedFs.storageSize cannot decrease from "1Ti" to "900Gi". No volume can shrink. Write "1Ti" or more.',
    ],
    [
      "the claim for the names of objects of SeaweedFS",
      { seaweedFs: {} },
      { seaweedFs: { metadataSize: "20Gi" } },
      `seaweedFs.metadataSize cannot change from "10Gi" to "20Gi". ${CLAIM} Write "10Gi".`,
    ],
    [
      "a value through charts",
      { seaweedFs: {} },
      { seaweedFs: {}, charts: { seaweedfs: { values: { master: { data: { size: "2Gi" } } } } } },
      `charts.seaweedfs.values.master.data.size cannot change from "1Gi" to "2Gi". ${CLAIM} Write "1Gi".`,
    ],
  ];
  for (const [what, before, after, why] of refused) {
    it(`may not change ${what}`, async () => {
      assert.equal(
        await refusal(before, after),
        `The update changes what must stay as it was installed:\n  PachydermStore pach: ${why}\nNothing was changed.`,
      );
    });
  }

  const allowed: [
    what: string,
    before: Partial<PachydermStoreArgs>,
    after: Partial<PachydermStoreArgs>,
    change?: Change,
  ][] = [
    [
      "may add servers and larger claims to SeaweedFS",
      { seaweedFs: {} },
      { seaweedFs: { servers: 2, storageSize: "1Ti" } },
    ],
    ["may write a size in another unit", {}, { etcd: { storageSize: "204800Mi" } }],
    ["may leave out Loki", { loki: { storageSize: "20Gi" } }, { loki: { enabled: false } }],
    ["may install Loki", { loki: { enabled: false } }, { loki: { storageSize: "20Gi" } }],
    ["may change the store", { seaweedFs: { servers: 3 } }, { local: {} }],
    ["may install it anew in another namespace", { etcd: { nodes: 3 } }, { namespace: { name: "other" } }],
    [
      "may take back a change that failed",
      { etcd: { nodes: 3 } },
      { etcd: { nodes: 1 } },
      () => ({ initErrors: ["StatefulSet etcd is invalid"] }),
    ],
    [
      "is not compared with a copy that was replaced and must still be deleted",
      { etcd: { nodes: 3 } },
      { etcd: { nodes: 1 } },
      () => ({ delete: true }),
    ],
    [
      "is not compared with values that are secret",
      { etcd: { nodes: 3 } },
      { etcd: { nodes: 1 } },
      ({ inputs = {} }) => {
        const { etcd, ...values } = inputs["values"] as { etcd: StateValues };
        const dynamicNodes = { [SIGNATURE]: SECRET_SIGNATURE, ciphertext: "v1:x" };
        return { inputs: { ...inputs, values: { ...values, etcd: { ...etcd, dynamicNodes } } } };
      },
    ],
  ];
  for (const [what, before, after, change] of allowed) {
    it(what, async () => {
      assert.equal(await refusal(before, after, change), undefined);
    });
  }

  it("is compared in values that the charts have", async () => {
    const graph = await pachyderm({
      seaweedFs: { storageClass: "fast" },
      etcd: { storageClass: "fast" },
      loki: { storageClass: "fast" },
      database: { bundled: { storageClass: "fast" } },
    });
    const releases = {
      pachyderm: valuesOf(graph),
      seaweedfs: graph.byName(RELEASE, "pach-seaweedfs").inputs.values["values"],
    };
    for (const { chart, key } of pachydermFixedValues.values) {
      const value = key
        .split(".")
        .reduce<unknown>(
          (map, part) => (map as Record<string, unknown> | undefined)?.[part],
          releases[chart as "pachyderm"],
        );
      assert.notEqual(value, undefined, `${chart}: ${key}`);
    }
  });
});
