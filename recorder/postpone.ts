import { Module } from "node:module";

type Exports = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** What is known of a module before it is loaded. */
interface Known {
  /** Functions that another module exports again, if there are any: only these can be used then. @default none */
  readonly functions?: readonly string[];
  /**
   * What it answers to `__esModule`. Compiled imports ask for that first, and copy all exports of a module that does not have it, or
   * take the module for its default export. If it says yes and the module does not have it, the module gets itself as its default
   * export. @default true
   */
  readonly isEsModule?: boolean;
}

/**
 * Lets a module be loaded at its first use, wherever it is required. Nothing changes if it is loaded already.
 * @param file the module's file, as `require.resolve` returns it
 */
export function postpone(file: string, { functions = [], isEsModule = true }: Known = {}): void {
  if (file in require.cache) return;
  const placeholder = new Module(file);
  placeholder.filename = file;
  placeholder.loaded = true;
  const load = (): Exports => {
    if (require.cache[file] === placeholder) Reflect.deleteProperty(require.cache, file);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- this is the first use
    const exports = require(file) as Exports;
    if (isEsModule && !("__esModule" in exports) && !("default" in exports)) {
      Object.defineProperty(exports, "default", { value: exports, configurable: true });
    }
    return exports;
  };
  placeholder.exports = functions.length > 0 ? calledLater(functions, load) : usedLater(load, isEsModule);
  require.cache[file] = placeholder;
}

/** Functions that load their module when one of them is called. They can be exported again. */
const calledLater = (functions: readonly string[], load: () => Exports): Exports =>
  Object.fromEntries(functions.map((each) => [each, (...args: unknown[]) => load()[each]?.(...args)]));

/** Exports that load their module when one of them is looked up, or changed. */
const usedLater = (load: () => Exports, isEsModule: boolean): Exports =>
  new Proxy<Exports>(
    {},
    {
      get: (_, name) => (name === "__esModule" ? isEsModule : (Reflect.get(load(), name) as unknown)),
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, name) => {
        const property = Reflect.getOwnPropertyDescriptor(load(), name);
        return property && { ...property, configurable: true };
      },
      set: (_, name, value) => Reflect.set(load(), name, value),
      defineProperty: (_, name, property) => Reflect.defineProperty(load(), name, property),
      deleteProperty: (_, name) => Reflect.deleteProperty(load(), name),
    },
  );
