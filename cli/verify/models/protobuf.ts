/**
 * The part of Protocol Buffers that a few small messages need (protobuf.dev, "Encoding"). Each function makes one field; a
 * message is the fields one after another.
 */

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); ; rest >>= 7n) {
    const low = Number(rest & 0x7fn);
    if (rest < 0x80n) return Buffer.from([...bytes, low]);
    bytes.push(low | 0x80);
  }
}

const key = (field: number, wire: number): Buffer => varint(BigInt((field << 3) | wire));

/** A field of bytes, or of a message. */
export const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([key(field, LENGTH), varint(BigInt(value.length)), value]);

export const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value, "utf8"));

/** A field of a message that consists of these fields. */
export const message = (field: number, ...fields: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(fields));

export const integer = (field: number, value: bigint | number): Buffer =>
  Buffer.concat([key(field, VARINT), varint(BigInt(value))]);

export const boolean = (field: number, value: boolean): Buffer => integer(field, value ? 1 : 0);

export const double = (field: number, value: number): Buffer =>
  Buffer.concat([key(field, FIXED64), doubleBytes(value)]);

/** A list of numbers in one field, each written by `write`. */
export const packed = <T>(field: number, values: readonly T[], write: (value: T) => Buffer): Buffer =>
  bytes(field, Buffer.concat(values.map(write)));

export const varintBytes = (value: bigint | number | boolean): Buffer => varint(BigInt(value));

export function doubleBytes(value: number): Buffer {
  const written = Buffer.alloc(8);
  written.writeDoubleLE(value);
  return written;
}

export function floatBytes(value: number): Buffer {
  const written = Buffer.alloc(4);
  written.writeFloatLE(value);
  return written;
}

/** The fields of a message, by number, each with its values in order. Throws if the bytes are no message. */
export function fieldsOf(message: Buffer): Map<number, (bigint | Buffer)[]> {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > message.length) throw new RangeError("the message ends too early");
    const part = message.subarray(at, at + length);
    at += length;
    return part;
  };
  const takeVarint = (): bigint => {
    for (let [value, shift] = [0n, 0n]; ; shift += 7n) {
      const byte = BigInt(take(1)[0] ?? 0);
      value |= (byte & 0x7fn) << shift;
      if (byte < 0x80n) return value;
      if (shift > 63n) throw new RangeError("a number of the message is too long");
    }
  };
  while (at < message.length) {
    const head = Number(takeVarint());
    const wire = head & 7;
    let value: bigint | Buffer;
    if (wire === VARINT) value = takeVarint();
    else if (wire === FIXED64) value = take(8);
    else if (wire === FIXED32) value = take(4);
    else if (wire === LENGTH) value = take(Number(takeVarint()));
    else throw new RangeError(`the message has a field of the unknown kind ${wire}`);
    fields.set(head >> 3, [...(fields.get(head >> 3) ?? []), value]);
  }
  return fields;
}
