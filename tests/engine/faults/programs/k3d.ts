import { type K3dSetting, startK3d } from "../../programs/k3d-setting";
import { RUN_AGAIN, WAIT } from "../explained";
import type { ProgramSetting } from "../program-stack";
import { disturbed, type ProgramFault } from "./disturbed";

interface K3dProgram extends ProgramSetting {
  readonly machine: K3dSetting["machine"];
}

async function start(): Promise<K3dProgram> {
  // Else a destroy refuses to delete the cluster together with the volumes of notebooks.
  const setting = await startK3d({ jupyterHub: JSON.stringify({ deleteData: true }) });
  const { machine } = setting;
  const there = () => [
    ...machine.containers.map(({ Name }) => `container ${Name}`),
    ...machine.networks.map(({ Name }) => `network ${Name}`),
  ];
  const clear = () => {
    machine.change({ containers: [], networks: [], failing: undefined });
  };
  return { ...setting, outside: there, leftovers: there, clear };
}

/** A command of k3d or Docker that fails, with what it says then. */
const failing = (
  name: string,
  { command, text, times }: { readonly command: string; readonly text: string; readonly times?: number },
  says: readonly RegExp[],
): ProgramFault<K3dProgram> => ({
  name,
  where: command,
  begin({ machine }) {
    // The image of the nodes is still there from the run before.
    machine.change({ images: [], failing: { command, text, times: times ?? 1_000_000 } });
    return () => {
      machine.change({ failing: undefined });
    };
  },
  says,
});

const CREATE = {
  command: "k3d cluster create",
  text: "FATA[0042] Failed Cluster Start: Failed to start server k3d-ml-server-0: context deadline exceeded",
};
const NOT_CREATED = /The k3d cluster "ml" was not created:/;

/** The program `k3d`. */
export const k3d = disturbed({
  program: "k3d",
  start,
  faults: [
    failing("fails once", { ...CREATE, times: 1 }, [NOT_CREATED, /context deadline exceeded/, RUN_AGAIN]),
    failing("fails always", CREATE, [NOT_CREATED, /context deadline exceeded/, RUN_AGAIN]),
    failing(
      "fails once",
      { command: "k3d kubeconfig get", text: "FATA[0000] Failed to get the kubeconfig from server", times: 1 },
      [/k3d has no kubeconfig of the cluster: .*Failed to get the kubeconfig/, RUN_AGAIN],
    ),
    failing("fails once", { command: "docker inspect", text: "Error: request returned 500", times: 1 }, [
      NOT_CREATED,
      /docker inspect \S+ failed: Error: request returned 500/,
      RUN_AGAIN,
    ]),
    failing(
      "fails always",
      {
        command: "docker version",
        text: "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      },
      [NOT_CREATED, /Docker does not answer: .*Start Docker, and run again\./, RUN_AGAIN],
    ),
    failing(
      "throttled",
      {
        command: "docker pull",
        text: "Error response from daemon: toomanyrequests: You have reached your unauthenticated pull rate limit.",
      },
      [NOT_CREATED, /rancher\/k3s:\S+ was not pulled: .*toomanyrequests/, WAIT],
    ),
  ],
});
