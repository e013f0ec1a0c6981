/** What the drawing library is asked for: https://js.cytoscape.org. */
interface Picture {
  style(sheet: readonly object[]): void;
  on(event: "zoom", handler: () => void): void;
  on(event: string, handler: (event: { readonly target: PictureElement | Picture }) => void): void;
  nodes(selector?: string): PictureElements;
  elements(selector?: string): PictureElements;
  getElementById(id: string): PictureElement;
  zoom(): number;
  zoom(level: { readonly level: number; readonly renderedPosition: Point }): void;
  viewport(shown: { readonly zoom: number; readonly pan: Point }): void;
  panBy(by: Point): void;
  width(): number;
  height(): number;
  resize(): void;
  batch(change: () => void): void;
}

interface Point {
  x: number;
  y: number;
}

interface PictureElement {
  id(): string;
  data(name: string): unknown;
  isNode(): boolean;
  empty(): boolean;
  position(): Point;
  renderedBoundingBox(): { readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number };
  addClass(name: string): void;
  connectedEdges(): PictureElements;
}

interface PictureElements {
  readonly length: number;
  toArray(): PictureElement[];
  updateStyle(): void;
  addClass(name: string): void;
  removeClass(name: string): void;
}

declare function cytoscape(options: object): Picture;

/** The data of the page; `page-data.ts` describes it. */
interface PageData {
  readonly picture: {
    readonly boxes: readonly (Placed & { readonly urn: string })[];
    readonly nodes: readonly (Placed & {
      readonly box: string;
      readonly lines: readonly string[];
      readonly urns: readonly string[];
    })[];
    readonly inner: readonly {
      readonly from: string;
      readonly to: string;
      readonly bends: readonly { readonly along: number; readonly aside: number }[];
    }[];
    readonly outer: readonly { readonly from: string; readonly to: string }[];
    readonly between: readonly { readonly from: string; readonly to: string }[];
  };
  readonly resources: readonly PageResource[];
}

interface Placed {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly wide: Point;
  readonly tall: Point;
}

interface PageResource {
  readonly urn: string;
  readonly type: string;
  readonly kind: string;
  readonly name: string;
  readonly parent: string;
  readonly detail: string;
  readonly marks: readonly { readonly text: string; readonly tone: string }[];
  readonly needs: readonly number[];
  readonly neededBy: readonly number[];
  readonly inputs: string;
}
