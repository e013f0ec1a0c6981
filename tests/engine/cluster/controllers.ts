import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Toolchain } from "../toolchain";
import type { Api } from "./api";
import { certificate, signingKey } from "./api-server";
import type { Programs } from "./programs";
import { type Simulation, stages } from "./stages";

/** Starts what makes a cluster of an API server: the real controllers and scheduler, and kwok for its machines. */
export async function startControllers(
  programs: Programs,
  tools: Toolchain,
  kubeconfig: string,
  simulation: Simulation,
): Promise<void> {
  const { dir } = programs;
  // One of each and no metrics: no ports, no elections, and no limit on how fast they may ask.
  const alone = { kubeconfig, "leader-elect": false, "secure-port": 0, "kube-api-qps": 1000, "kube-api-burst": 1000 };

  programs.run(tools.kubeControllerManager, {
    ...alone,
    "root-ca-file": certificate(dir),
    "service-account-private-key-file": signingKey(dir),
  });
  programs.run(tools.kubeScheduler, alone);

  await writeStages(dir, simulation);
  programs.run(tools.kwok, {
    kubeconfig,
    config: stagesFile(dir),
    "manage-all-nodes": true,
    "node-lease-duration-seconds": 40, // renewed by kwok: the nodes' heartbeat
    cidr: "10.244.0.0/16",
  });
}

/** Lets the machines behave in another way from now on. */
export async function simulate(programs: Programs, api: Api, simulation: Simulation): Promise<void> {
  const leases = async () => ((await api.get(LEASES)) as { items: readonly unknown[] }).items.length;
  const nodes = await leases();
  // kwok reads its stages once.
  await programs.restart("kwok", async () => {
    await writeStages(programs.dir, simulation);
    // The new kwok has another name. It would leave the machines alone until the leases of the killed one expire, after 40 s, and
    // controllers take a machine for dead after 50 s.
    await api.delete(LEASES);
  });
  await programs.until("kwok has the machines again", async () => (await leases()) >= nodes);
}

const LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

const stagesFile = (dir: string) => join(dir, "stages.yaml");

const writeStages = (dir: string, simulation: Simulation): Promise<void> =>
  writeFile(
    stagesFile(dir),
    stages(simulation)
      .map((stage) => stringify(stage))
      .join("---\n"),
  );
