import { endpointOf } from "./network/endpoint";
import { ask, type Answer } from "./network/http";
import type { Platform } from "./platform";

/**
 * Gets a page of an application, through the gateway that leads to it.
 * @param ca certificates of further private authorities
 */
export async function page(
  platform: Platform,
  url: string,
  signal: AbortSignal,
  ca: readonly string[] = [],
): Promise<Answer> {
  const { via, tls } = platform.wayTo(endpointOf(url).host);
  return ask(url, { via, tls: { ca: [...(tls?.ca ?? []), ...ca] } }, {}, platform.context(signal));
}
