import type { Need } from "../needs";

/** What a machine needs for k3d. */
export const needs: readonly Need[] = [
  {
    name: "k3d",
    why: "It creates the cluster.",
    get: "Install it: https://k3d.io/stable/#installation",
    tool: { program: "k3d", args: ["version"], version: /^k3d version v(\d+\.\d+\.\d+)/m, minimum: "5.5" },
  },
  {
    name: "docker command",
    why: "The cluster runs in containers.",
    get: "Install Docker: https://docs.docker.com/get-docker",
    // k3d 5 asks for this version: https://k3d.io/stable/#requirements
    tool: { program: "docker", args: ["--version"], version: /^Docker version (\d+\.\d+\.\d+)/, minimum: "20.10.5" },
  },
  {
    name: "Docker",
    why: "The cluster runs in containers.",
    get: "Start Docker, and let your user reach it: docker version must show a server.",
    anyOf: [{ program: "docker", args: ["version", "--format", "{{.Server.Version}}"], matching: /^\d/ }],
  },
];
