import assert from "node:assert/strict";
import { MlCluster, PachydermStore } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { INSIDE, pachyderm, RELEASE, SECRET, valuesOf, withSeed } from "./pachyderm";

const MINIO = {
  endpoint: "https://minio.example.org:9000",
  bucket: "models",
  accessKeyId: "the-id",
  secretAccessKey: "the-key",
};

/** What the chart is told about the store. */
const storageOf = (values: Record<string, unknown>): Record<string, unknown> => {
  const { storage } = values["pachd"] as { storage: Record<string, unknown> };
  return { deployTarget: values["deployTarget"], ...storage };
};

describe("a Pachyderm on SeaweedFS", () => {
  it("opens the bucket inside the cluster, with keys of its own", async () => {
    const graph = await pachyderm({ seaweedFs: {} });
    const { storageURL, amazon, ...rest } = storageOf(valuesOf(graph));
    assert.deepEqual(rest, { deployTarget: "CUSTOM", backend: "AMAZON" });
    assert.equal(
      decodeURIComponent(String(storageURL)),
      "s3://pachyderm?endpoint=seaweedfs-s3.pachyderm.svc.cluster.local:8333&disableSSL=true&s3ForcePathStyle=true&region=us-east-1",
    );
    const { id, secret, ...where } = amazon as Record<string, string>;
    assert.deepEqual(where, { bucket: "pachyderm", region: "us-east-1" });
    assert.deepEqual([id?.length, secret?.length], [20, 40]);
    assert.equal(graph.outputs.values["storageUrl"], storageURL);
    assert.equal(graph.outputs.values["bucketName"], "pachyderm");
  });

  it("hands SeaweedFS the same keys, for one bucket only, without the right to manage buckets", async () => {
    const graph = await pachyderm({ seaweedFs: { bucket: "models" } });
    const { metadata, stringData } = graph.revealInputs(graph.byName(SECRET, "pach-seaweedfs-config"));
    assert.deepEqual(metadata, { name: "seaweedfs-s3-config", namespace: "pachyderm" });
    const { amazon } = storageOf(valuesOf(graph)) as unknown as { amazon: Record<string, string> };
    assert.deepEqual(JSON.parse((stringData as Record<string, string>)["seaweedfs_s3_config"] ?? ""), {
      identities: [
        {
          name: "pachyderm",
          credentials: [{ accessKey: amazon["id"], secretKey: amazon["secret"] }],
          actions: ["Read:models", "Write:models", "List:models"],
        },
      ],
    });
  });

  it("keeps objects, names and the log of masters on claims, none on a folder of a node", async () => {
    const values = valuesOf(await pachyderm({ seaweedFs: {} }), "pach-seaweedfs");
    const claim = (size: string) => ({ type: "persistentVolumeClaim", size, storageClass: "" });
    assert.deepEqual(values, {
      global: { seaweedfs: { createClusterRole: false } },
      master: { data: claim("1Gi"), logs: { type: "emptyDir" }, extraArgs: ["-telemetry=false"] },
      volume: { replicas: 1, dataDirs: [{ name: "data", ...claim("100Gi"), maxVolumes: 0 }] },
      filer: {
        data: claim("10Gi"),
        logs: { type: "emptyDir" },
        s3: {
          enabled: true,
          port: 8333,
          enableAuth: true,
          existingConfigSecret: "seaweedfs-s3-config",
          createBuckets: [{ name: "pachyderm" }],
        },
      },
      networkPolicy: {
        enabled: true,
        extraIngress: [{ from: [{ podSelector: {} }], ports: [{ protocol: "TCP", port: 8333 }] }],
      },
    });
  });

  it("may have dots in the name of its bucket, which is in the path", async () => {
    const graph = await pachyderm({ seaweedFs: { bucket: "my.models" } });
    assert.match(graph.outputs.values["storageUrl"] as string, /^s3:\/\/my\.models\?.*s3ForcePathStyle=true/);
    const { filer } = valuesOf(graph, "pach-seaweedfs") as unknown as { filer: { s3: Record<string, unknown> } };
    assert.deepEqual(filer.s3["createBuckets"], [{ name: "my.models" }]);
  });

  it("is installed with a pinned chart, into the namespace of Pachyderm", async () => {
    const { name, namespace, chart, version } = (
      await pachyderm({ seaweedFs: {}, namespace: { name: "data" } })
    ).byName(RELEASE, "pach-seaweedfs").inputs.values;
    assert.deepEqual([name, namespace, chart, version], ["seaweedfs", "data", "seaweedfs", "4.44.0"]);
  });

  it("keeps two copies of each object if there are several servers", async () => {
    const values = valuesOf(await pachyderm({ seaweedFs: { servers: 3 } }), "pach-seaweedfs") as unknown as {
      global: { seaweedfs: unknown };
      volume: { replicas: number };
    };
    assert.equal(values.volume.replicas, 3);
    assert.deepEqual(values.global.seaweedfs, {
      createClusterRole: false,
      enableReplication: true,
      replicationPlacement: "001",
    });
  });

  it("has claims of the sizes and the class that the caller wrote, and resources", async () => {
    const resources = { requests: { cpu: "1" } };
    const seaweedFs = { storageSize: "1Ti", metadataSize: "20Gi", storageClass: "fast", resources };
    const values = valuesOf(await pachyderm({ seaweedFs }), "pach-seaweedfs") as unknown as {
      volume: Record<string, unknown>;
      filer: Record<string, unknown>;
    };
    const claim = (size: string) => ({ type: "persistentVolumeClaim", size, storageClass: "fast" });
    assert.deepEqual(values.volume["dataDirs"], [{ name: "data", ...claim("1Ti"), maxVolumes: 0 }]);
    assert.deepEqual(values.volume["resources"], resources);
    assert.deepEqual(values.filer["data"], claim("20Gi"));
  });

  it("pulls all images from a mirror of the registry", async () => {
    const graph = await pachyderm({ seaweedFs: {}, imageRegistry: "registry.example.org/mirror" });
    const { global, volume } = valuesOf(graph, "pach-seaweedfs") as unknown as Record<string, Record<string, unknown>>;
    assert.equal(global?.["imageRegistry"], "registry.example.org/mirror");
    assert.deepEqual(volume?.["resizeHook"], { image: "registry.example.org/mirror/alpine/k8s:1.28.4" });
  });
});

describe("a Pachyderm on any endpoint that speaks S3", () => {
  it("opens the bucket with the keys of the caller, which are secret", async () => {
    const graph = await pachyderm({ s3Compatible: MINIO });
    assert.deepEqual(storageOf(valuesOf(graph)), {
      deployTarget: "CUSTOM",
      backend: "AMAZON",
      storageURL:
        "s3://models?endpoint=minio.example.org%3A9000&disableSSL=false&s3ForcePathStyle=true&region=us-east-1",
      amazon: { bucket: "models", region: "us-east-1", id: "the-id", secret: "the-key" },
    });
    const { secrets } = graph.byName(RELEASE, "pach").inputs;
    assert.ok(secrets.includes("values.pachd.storage.amazon.secret"));
    assert.ok(!JSON.stringify(graph.resources).includes("the-key"));
  });

  it("may have dots in the name of its bucket, which is in the path", async () => {
    const graph = await pachyderm({ s3Compatible: { ...MINIO, bucket: "models.v2" } });
    assert.match(graph.outputs.values["storageUrl"] as string, /^s3:\/\/models\.v2\?.*s3ForcePathStyle=true/);
  });

  it("uses plain HTTP for an endpoint with http, and the region that the caller wrote", async () => {
    const s3Compatible = { ...MINIO, endpoint: "http://garage.garage.svc.cluster.local:3900", region: "garage" };
    const { storageUrl } = (await pachyderm({ s3Compatible })).outputs.values;
    assert.equal(
      storageUrl,
      "s3://models?endpoint=garage.garage.svc.cluster.local%3A3900&disableSSL=true&s3ForcePathStyle=true&region=garage",
    );
  });
});

describe("a Pachyderm on a folder of a node", () => {
  it("uses a folder that is the same at every update, with a slash at its end", async () => {
    const graph = await pachyderm({ local: {} });
    assert.deepEqual(storageOf(valuesOf(graph)), {
      deployTarget: "LOCAL",
      local: { hostPath: "/var/pachyderm/pachyderm/", requireRoot: true },
    });
    assert.equal(graph.outputs.values["storageUrl"], "file:///var/pachyderm/pachyderm/pachd");
    assert.equal(graph.outputs.values["bucketName"], undefined);
  });

  it("uses the folder that the caller wrote", async () => {
    const values = valuesOf(await pachyderm({ local: { path: "/mnt/data" } }));
    assert.deepEqual(storageOf(values), {
      deployTarget: "LOCAL",
      local: { hostPath: "/mnt/data/", requireRoot: true },
    });
  });
});

describe("the claims of a Pachyderm", () => {
  it("have the storage class of the cluster, unless an input names another", async () => {
    const graph = await deploy(
      () => {
        const existing = { kubeconfig, context: "dev", storageClass: "gp3" };
        const ml = new MlCluster("ml", { existing, kubernetesVersion: "1.35" });
        const etcd = { storageClass: "fast" };
        new PachydermStore("pach", { cluster: ml, seaweedFs: {}, etcd, ...INSIDE }, { provider: ml.provider });
      },
      { outputs: withSeed },
    );
    const {
      etcd,
      postgresql,
      "loki-stack": loki,
    } = valuesOf(graph) as unknown as {
      etcd: object;
      postgresql: object;
      "loki-stack": { loki: object };
    };
    assert.deepEqual(etcd, { dynamicNodes: 1, storageSize: "200Gi", storageClass: "fast" });
    assert.deepEqual(postgresql, { persistence: { size: "10Gi", storageClass: "gp3" } });
    assert.deepEqual(loki.loki, { persistence: { size: "10Gi", storageClassName: "gp3" } });
    const { master } = valuesOf(graph, "pach-seaweedfs") as unknown as { master: { data: { storageClass: string } } };
    assert.equal(master.data.storageClass, "gp3");
  });
});
