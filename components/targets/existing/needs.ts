import type { Need } from "../needs";

/** What a machine needs to use a cluster that exists. */
export const needs: readonly Need[] = [
  {
    name: "kubeconfig with a context",
    why: "The cluster is reached with it. The program may name another file.",
    get: "Ask whoever runs the cluster for a kubeconfig, and write it to ~/.kube/config.",
    optional: true,
    // kubectl knows about KUBECONFIG, which may be a list of files.
    anyOf: [{ program: "kubectl", args: ["config", "get-contexts", "--output=name"], matching: /\S/ }],
  },
];
