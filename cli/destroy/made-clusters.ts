import { resourcesOf, type ResourceRecord, type State } from "../recover/state";

/** The Kubernetes providers of clusters that the stack itself made: those go, and not only what is in them. */
export const madeClusters = (state: State): ResourceRecord[] =>
  resourcesOf(state).filter(
    ({ type, dependencies = [] }) =>
      type === "pulumi:providers:kubernetes" && dependencies.some((urn) => isCloud(urn.split("::")[2] ?? "")),
  );

/** Whether a resource is in a cloud; a stack that was asked for a kubeconfig did not make the cluster. */
const isCloud = (qualifiedType: string): boolean =>
  !/^(pulumi|kubernetes):/.test(qualifiedType.split("$").at(-1) ?? "");
