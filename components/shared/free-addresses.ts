import { cidrRange, ipText } from "./ip-range";

const SECOND_BLOCK = { from: 257n, to: 356n };

/** The addresses of a network that are usually free, as a range; nothing if the network is too small or not IPv4. */
export function freeAddresses(network: string): string | undefined {
  const block = cidrRange(network);
  if (block?.bits !== 32) return undefined;
  const size = block.last - block.first + 1n;
  if (size < 8n) return undefined;
  // The last address is the network's broadcast address.
  const { from, to } = size >= 512n ? SECOND_BLOCK : { from: size - 1n - size / 4n, to: size - 2n };
  return `${ipText(block.first + from, 32)}-${ipText(block.first + to, 32)}`;
}
