import ts from "typescript";

/** A property of an interface, an output, a getter or an enum's member. */
export interface Member {
  readonly name: string;
  readonly doc: string;
  /** Type as the source writes it, without `pulumi.`; an enum member's value. */
  readonly type: string;
  readonly optional: boolean;
  /** Text of its `@default`. */
  readonly fallback?: string;
  /** `components/ml-cluster/args.ts:12`, for messages. */
  readonly at: string;
}

/** An exported interface or enum. */
export interface Shape {
  readonly name: string;
  readonly doc: string;
  readonly at: string;
  readonly members: readonly Member[];
  /** Names of the package's own types that its members mention. */
  readonly mentions: readonly string[];
}

/** An exported component class. */
export interface Component {
  readonly name: string;
  readonly doc: string;
  readonly at: string;
  /** Type token with which the constructor registers it. */
  readonly token: string;
  /** Name of the interface of its `args`. */
  readonly args: string;
  readonly outputs: readonly Member[];
  readonly getters: readonly Member[];
  readonly mentions: readonly string[];
}

/** Everything that the package exports and a user may write. */
export interface PublicApi {
  readonly components: readonly Component[];
  readonly interfaces: readonly Shape[];
  readonly enums: readonly Shape[];
}

/** Reads the exports of a module, through the TypeScript compiler. */
export function publicApi(entry: string, tsconfig: string, root: string): PublicApi {
  const program = ts.createProgram({ rootNames: [entry], options: compilerOptions(tsconfig) });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} is no module`);

  const reader = new Reader(checker, root);
  const declarations = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .flatMap((symbol) => symbol.declarations?.slice(0, 1) ?? []);
  return {
    components: declarations
      .filter(ts.isClassDeclaration)
      .filter(isComponent)
      .map((node) => reader.component(node)),
    interfaces: declarations.filter(ts.isInterfaceDeclaration).map((node) => reader.interface(node)),
    enums: declarations.filter(ts.isEnumDeclaration).map((node) => reader.enum(node)),
  };
}

function compilerOptions(tsconfig: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(tsconfig, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ts.sys.getCurrentDirectory());
  return options;
}

const isComponent = (node: ts.ClassDeclaration): boolean =>
  node.heritageClauses?.some((clause) => /\bComponentResource\b/.test(clause.getText())) ?? false;

class Reader {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly root: string,
  ) {}

  component(node: ts.ClassDeclaration): Component {
    const visible = node.members.filter(
      (member) => (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Static)) === 0,
    );
    const outputs = visible.filter(ts.isPropertyDeclaration);
    const constructor = node.members.find(ts.isConstructorDeclaration);
    const args = constructor?.parameters.find((parameter) => parameter.name.getText() === "args");
    return {
      ...this.described(node),
      token: constructor === undefined ? "" : tokenIn(constructor),
      args: args?.type?.getText() ?? "",
      outputs: outputs.map((member) => this.member(member)),
      getters: visible.filter(ts.isGetAccessorDeclaration).map((member) => this.member(member)),
      mentions: outputs.flatMap((member) => this.mentions(member)),
    };
  }

  interface(node: ts.InterfaceDeclaration): Shape {
    const members = this.checker
      .getTypeAtLocation(node)
      .getProperties()
      .flatMap((property) => property.valueDeclaration ?? [])
      .filter((member) => ts.isPropertySignature(member) || ts.isMethodSignature(member));
    return {
      ...this.described(node),
      members: members.map((member) => this.member(member)),
      mentions: members.flatMap((member) => this.mentions(member)),
    };
  }

  enum(node: ts.EnumDeclaration): Shape {
    const members = node.members.map((member) => ({
      ...this.described(member),
      type: JSON.stringify(this.checker.getConstantValue(member)),
      optional: false,
    }));
    return { ...this.described(node), members, mentions: [] };
  }

  private member(
    node: ts.PropertyDeclaration | ts.GetAccessorDeclaration | ts.PropertySignature | ts.MethodSignature,
  ): Member {
    const fallback = ts.getJSDocTags(node).find((tag) => tag.tagName.text === "default");
    return {
      ...this.described(node),
      type: (node.type?.getText() ?? "").replace(/\bpulumi\./g, "").replace(/\s+/g, " "),
      optional: node.questionToken !== undefined,
      fallback: fallback && (ts.getTextOfJSDocComment(fallback.comment) ?? "").replace(/\s+/g, " "),
    };
  }

  private described(node: ts.NamedDeclaration): { name: string; doc: string; at: string } {
    const source = node.getSourceFile();
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const symbol = node.name && this.checker.getSymbolAtLocation(node.name);
    return {
      name: node.name?.getText() ?? "",
      doc: ts.displayPartsToString(symbol?.getDocumentationComment(this.checker)).trim(),
      at: `${source.fileName.slice(this.root.length + 1)}:${String(line)}`,
    };
  }

  /** Types of this package, not of an SDK, that a declaration names. */
  private mentions(node: ts.Node): string[] {
    const found: string[] = [];
    const visit = (child: ts.Node): void => {
      if (ts.isTypeReferenceNode(child)) {
        const symbol = this.checker.getTypeAtLocation(child).getSymbol();
        const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
        if (symbol && file?.startsWith(`${this.root}/`) && !file.includes("/node_modules/")) found.push(symbol.name);
      }
      child.forEachChild(visit);
    };
    node.forEachChild(visit);
    return found;
  }
}

function tokenIn(constructor: ts.ConstructorDeclaration): string {
  let token = "";
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) {
      const [first] = node.arguments;
      if (first && ts.isStringLiteral(first)) token = first.text;
    }
    node.forEachChild(visit);
  };
  visit(constructor);
  return token;
}
