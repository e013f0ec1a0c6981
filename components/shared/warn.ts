import * as pulumi from "@pulumi/pulumi";

/**
 * Says what the user of a component should know. The message names the component in its text, not as the resource of the message: the
 * SDK (3.248, log/index.js) sends all messages of a process one after another, and one about a resource waits for its URN. If that never
 * comes, because a run of an inline program failed, every later run and plan of the process waits for ever.
 */
export const warn = (component: string, text: string): void => void pulumi.log.warn(`${component}: ${text}`);
