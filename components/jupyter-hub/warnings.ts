import { warn } from "../shared/warn";
import type { JupyterHubSpec } from "./spec";

/** Says what works otherwise than a reader of the program may expect. Nothing here is wrong enough to refuse it. */
export function warnOf(component: string, { args: { login, host }, method, https }: JupyterHubSpec): void {
  const { adminUsers = [], allowedUsers = [] } = login;
  const say = (text: string) => {
    warn(component, text);
  };
  if (method.block === "dummy") {
    say("Everyone who reaches JupyterHub can log in with every name, also with those of administrators.");
  }
  if (method.block === "native" && adminUsers.length + allowedUsers.length > 0) {
    say(
      `Whoever signs up first as ${[...adminUsers, ...allowedUsers].join(", ")} has that account. Sign up with these names at /hub/signup before others can.`,
    );
  }
  if (host !== undefined && !https) {
    say("Users log in by plain HTTP, so others on the way can read passwords and cookies.");
  }
}
