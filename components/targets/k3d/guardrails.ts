import type { Guardrails } from "../guardrails";

/** What the rules for plans know about a cluster in containers. */
export const guardrails: Guardrails = {
  // The kubeconfig that k3d wrote, with the certificate of an administrator.
  broughtLogins: { "pulumi:providers:kubernetes": ["kubeconfig"] },
};
