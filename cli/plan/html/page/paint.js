/** @file How the picture looks. */

function headingSize() {
  return Math.min(27, Math.max(18, 15 / picture.zoom()));
}

/** The colours are those of the style sheet, so they follow its theme. */
function paintPicture() {
  const font = getComputedStyle(document.body).fontFamily;
  picture.style([
    // Edges inside a box are above the box.
    { selector: "node, edge", style: { "z-index-compare": "manual" } },
    {
      selector: "node",
      style: {
        label: "data(label)",
        width: "data(width)",
        height: "data(height)",
        shape: "round-rectangle",
        "corner-radius": 8,
        color: colour("text"),
        "font-family": font,
        "border-width": 1,
        "border-color": colour("line"),
      },
    },
    {
      selector: ".box",
      style: {
        "background-color": colour("box"),
        // Headings can be read in the whole picture, too.
        "font-size": headingSize,
        "font-weight": "bold",
        "text-valign": "top",
        "text-margin-y": () => 22 + headingSize() / 1.6,
        "corner-radius": 14,
        "border-width": 2,
        "z-index": 0,
      },
    },
    {
      selector: ".resource",
      style: {
        "background-color": colour("node"),
        "font-size": 13,
        "text-wrap": "wrap",
        "line-height": 1.25,
        "text-valign": "center",
        "z-index": 10,
      },
    },
    ...["provider", "chart", "kubernetes", "cloud"].map((tone) => ({
      selector: `.${tone}`,
      style: { "background-color": colour(tone) },
    })),
    { selector: ".group", style: { "border-style": "double", "border-width": 4 } },
    { selector: ".found", style: { "border-style": "dashed", "border-color": colour("quiet") } },
    { selector: ".alarm", style: { "border-color": colour("alarm"), "border-width": 2.5 } },
    {
      selector: "edge",
      style: {
        width: 1.5,
        "line-color": colour("arrow"),
        "target-arrow-color": colour("arrow"),
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.9,
        "curve-style": "straight",
        "z-index": 5,
      },
    },
    {
      selector: ".bent",
      style: {
        "curve-style": "round-segments",
        "segment-weights": "data(along)",
        "segment-distances": "data(aside)",
        "segment-radii": 14,
        "edge-distances": "node-position",
      },
    },
    {
      selector: ".between",
      style: {
        width: 4,
        "line-color": colour("between"),
        "target-arrow-color": colour("between"),
        "curve-style": "bezier",
        "arrow-scale": 1.1,
        "z-index": -1,
      },
    },
    {
      selector: ".outer",
      style: { display: "none", "curve-style": "unbundled-bezier", "control-point-distances": 60, "z-index": 20 },
    },
    {
      selector: ".near",
      style: {
        display: "element",
        "line-color": colour("accent"),
        "target-arrow-color": colour("accent"),
        width: 2.5,
        "z-index": 30,
      },
    },
    { selector: ".dim", style: { opacity: 0.22 } },
    { selector: ".chosen", style: { "border-width": 4, "border-color": colour("accent"), "border-style": "solid" } },
  ]);
}
