import type { Guardrails } from "../guardrails";

/** What the rules for plans know about a cluster that exists already. */
export const guardrails: Guardrails = {
  broughtLogins: { "pulumi:providers:kubernetes": ["kubeconfig"] },
};
