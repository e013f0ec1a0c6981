import type { Guardrails } from "../guardrails";

/** What the rules for plans know about machines of one's own. */
export const guardrails: Guardrails = {
  // The key of SSH with which every command reaches its machine, and the kubeconfig that the first server wrote.
  broughtLogins: {
    "pulumi:providers:kubernetes": ["kubeconfig"],
    "command:remote:Command": ["connection.privateKey", "connection.proxy.privateKey"],
    "command:remote:CopyToRemote": ["connection.privateKey", "connection.proxy.privateKey"],
    "command:local:Command": ["stdin"],
  },
};
