import ts from "typescript";

/** Something that is exported, or a member of it. */
export interface Described {
  readonly name: string;
  readonly doc: string;
  /** `components/ml-cluster/args.ts:12`, for messages. */
  readonly at: string;
}

/** A property of an interface, an output, a getter, or a member of an enum. */
export interface Member extends Described {
  /** Type as in the source, without `pulumi.`; for a member of an enum, its value. */
  readonly type: string;
  readonly optional: boolean;
  /** Text of its `@default`. */
  readonly defaultText?: string;
}

/** An exported interface or enum. */
export interface Shape extends Described {
  readonly members: readonly Member[];
  /** Names of types of this package that its members use. */
  readonly uses: readonly string[];
}

/** An exported component class. */
export interface Component extends Described {
  /** Type token that the constructor registers. */
  readonly token: string;
  /** Name of the interface of its `args`. */
  readonly args: string;
  readonly outputs: readonly Member[];
  readonly getters: readonly Member[];
  /** Names of types of this package that its outputs use. */
  readonly uses: readonly string[];
}

/** All components, interfaces and enums that a module exports. */
export interface PublicApi {
  readonly components: readonly Component[];
  readonly interfaces: readonly Shape[];
  readonly enums: readonly Shape[];
}

type MemberNode = ts.PropertyDeclaration | ts.GetAccessorDeclaration | ts.PropertySignature | ts.MethodSignature;

/** Reads the exports of a module with the TypeScript compiler. */
export function publicApi(entry: string, tsconfig: string, root: string): PublicApi {
  const { config } = ts.readConfigFile(tsconfig, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram({ rootNames: [entry], options });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} exports nothing`);
  const declarations = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .flatMap((symbol) => symbol.declarations?.slice(0, 1) ?? []);

  return {
    components: declarations.filter(ts.isClassDeclaration).filter(isComponent).map(readComponent),
    interfaces: declarations.filter(ts.isInterfaceDeclaration).map(readInterface),
    enums: declarations.filter(ts.isEnumDeclaration).map(readEnum),
  };

  function readComponent(node: ts.ClassDeclaration): Component {
    const visible = node.members.filter(
      (member) => (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Static)) === 0,
    );
    const outputs = visible.filter(ts.isPropertyDeclaration);
    const constructor = node.members.find(ts.isConstructorDeclaration);
    const args = constructor?.parameters.find((parameter) => parameter.name.getText() === "args");
    return {
      ...describe(node),
      token: /\bsuper\(\s*"([^"]*)"/.exec(constructor?.getText() ?? "")?.[1] ?? "",
      args: args?.type?.getText() ?? "",
      outputs: outputs.map(readMember),
      getters: visible.filter(ts.isGetAccessorDeclaration).map(readMember),
      uses: outputs.flatMap(usedTypes),
    };
  }

  function readInterface(node: ts.InterfaceDeclaration): Shape {
    const members = checker
      .getTypeAtLocation(node)
      .getProperties()
      .flatMap((property) => property.valueDeclaration ?? [])
      .filter((member) => ts.isPropertySignature(member) || ts.isMethodSignature(member));
    return { ...describe(node), members: members.map(readMember), uses: members.flatMap(usedTypes) };
  }

  function readEnum(node: ts.EnumDeclaration): Shape {
    const members = node.members.map((member) => ({
      ...describe(member),
      type: JSON.stringify(checker.getConstantValue(member)),
      optional: false,
    }));
    return { ...describe(node), members, uses: [] };
  }

  function readMember(node: MemberNode): Member {
    const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === "default");
    return {
      ...describe(node),
      type: (node.type?.getText() ?? "").replace(/\bpulumi\./g, "").replace(/\s+/g, " "),
      optional: node.questionToken !== undefined,
      defaultText: tag && (ts.getTextOfJSDocComment(tag.comment) ?? "").replace(/\s+/g, " "),
    };
  }

  function describe(node: ts.NamedDeclaration): Described {
    const file = node.getSourceFile();
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const symbol = node.name && checker.getSymbolAtLocation(node.name);
    return {
      name: node.name?.getText() ?? "",
      doc: ts.displayPartsToString(symbol?.getDocumentationComment(checker)).trim(),
      at: `${file.fileName.slice(root.length + 1)}:${String(line)}`,
    };
  }

  /** Types of this package, not of an SDK, that a declaration names. */
  function usedTypes(node: ts.Node): string[] {
    const symbol = ts.isTypeReferenceNode(node) ? checker.getTypeAtLocation(node).getSymbol() : undefined;
    const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
    const isOurs = file?.startsWith(`${root}/`) === true && !file.includes("/node_modules/");
    const below: string[] = [];
    node.forEachChild((child) => void below.push(...usedTypes(child)));
    return symbol && isOurs ? [symbol.name, ...below] : below;
  }
}

const isComponent = (node: ts.ClassDeclaration): boolean =>
  node.heritageClauses?.some((clause) => /\bComponentResource\b/.test(clause.getText())) ?? false;
