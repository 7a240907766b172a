// Buttons that turn charts of the page into files, in the browser. A picture is the chart as it is drawn, on the page's
// background, with its title and caption above and its source below. The PNG is the SVG, drawn.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 16; // px, around everything
const PNG_WIDTH = 1600; // px, at least: it is to be printed

export default function ({ data, parentElement }) {
  parentElement.querySelector("ul").replaceChildren(...data.pictures.map(row));

  function row(picture) {
    const item = document.createElement("li");
    item.append(picture.label, " ", button(picture, "PNG"), " ", button(picture, "SVG"));
    return item;
  }

  function button(picture, format) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = format;
    made.setAttribute("aria-label", `Download chart “${picture.label}” as ${format}`);
    made.onclick = async () => {
      const layers = document.querySelectorAll(`.st-key-${picture.key} .main-svg, #${picture.key} > svg`);
      if (!layers.length) return; // still loading
      const svg = await drawn([...layers], picture, getComputedStyle(made));
      save(format === "PNG" ? await painted(svg) : blobOf(svg), picture.files[format]);
    };
    return made;
  }
}

async function drawn(layers, picture, style) {
  const [chartWidth, chartHeight] = ["width", "height"].map((side) => Number(layers[0].getAttribute(side)));
  const colour = (name) => style.getPropertyValue(`--st-${name}`);
  const svg = element("svg", { xmlns: SVG, role: "img", "font-family": colour("font") });
  svg.append(
    element("title", {}, picture.title),
    element("desc", {}, picture.alt || layers[0].closest("[aria-label]").getAttribute("aria-label")),
    element("style", {}, await fontFaces()),
    element("rect", { width: "100%", height: "100%", fill: colour("background-color") }),
  );

  let y = MARGIN;
  const write = (text, size, weight, fill) => {
    for (const line of wrapped(text, chartWidth, `${weight} ${size}px ${colour("font")}`)) {
      y += Math.round(size * 1.3);
      svg.append(element("text", { x: MARGIN, y, "font-size": size, "font-weight": weight, fill }, line));
    }
  };
  write(picture.title, 18, 600, colour("text-color"));
  write(picture.caption, 13, 400, colour("gray-text-color"));
  y += MARGIN;
  const size = layers[0].getAttribute("font-size");
  const chart = svg.appendChild(element("g", { transform: `translate(${MARGIN} ${y})`, ...(size && { "font-size": size }) }));
  for (const layer of layers) chart.append(...layer.cloneNode(true).childNodes);
  for (const live of chart.querySelectorAll(".draglayer, .hoverlayer")) live.remove();
  // A council's own unpublished figures leave only when asked for. What a mark shows is known to the original alone.
  const traces = layers.flatMap((layer) => [...layer.querySelectorAll(".trace")]);
  const copies = [...chart.querySelectorAll(".trace")];
  if (!picture.withLocal) {
    for (const point of chart.querySelectorAll("circle.local")) point.remove();
    for (const [i, trace] of traces.entries()) if (trace.__data__[0].trace.name === "local") copies[i].remove();
  }
  // A link to a page of this server leads nowhere from a file.
  for (const link of chart.querySelectorAll("a")) link.removeAttribute("xlink:href");
  // The page's colours stay behind with the page.
  const page = getComputedStyle(layers[0]);
  for (const mark of chart.querySelectorAll("*")) {
    for (const side of ["fill", "stroke"]) {
      const name = mark.getAttribute(side)?.match(/^var\((.*)\)$/)?.[1];
      if (name) mark.setAttribute(side, page.getPropertyValue(name).trim());
    }
  }
  // Lines grow with the picture.
  for (const line of chart.querySelectorAll("[style*=vector-effect]")) line.style.vectorEffect = "";
  y += chartHeight;
  write(picture.source, 12, 400, colour("gray-text-color"));

  const [width, height] = [chartWidth + 2 * MARGIN, y + MARGIN];
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
    svg.setAttribute(name, value);
  }
  return svg;
}

function element(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function wrapped(text, width, font) {
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = font;
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && ruler.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// The page's font goes with the picture: it is on no reader's machine, and an image may load nothing.
let faces;
function fontFaces() {
  faces ??= Promise.all(
    [...document.styleSheets]
      .filter((sheet) => sheet.href?.startsWith(location.origin))
      .flatMap((sheet) => [...sheet.cssRules].map((rule) => [rule, sheet.href]))
      .filter(([rule]) => rule instanceof CSSFontFaceRule)
      .filter(([rule]) => /^"?Source Sans"?$/.test(rule.style.fontFamily) && rule.style.fontStyle === "normal")
      .map(async ([rule, base]) => {
        const address = rule.style.getPropertyValue("src").match(/url\("(.*?)"\)/)[1];
        const file = await (await fetch(new URL(address, base))).blob();
        return rule.cssText.replace(address, await dataAddress(file));
      }),
  ).then(
    (found) => found.join("\n"),
    () => "", // better another font than no picture
  );
  return faces;
}

function dataAddress(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = reject;
    reader.readAsDataURL(blob);
  });
}

function blobOf(svg) {
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}

async function painted(svg) {
  const [width, height] = ["width", "height"].map((side) => Number(svg.getAttribute(side)));
  const scale = Math.max(2, PNG_WIDTH / width);
  const canvas = Object.assign(document.createElement("canvas"), { width: width * scale, height: height * scale });
  const image = new Image();
  image.src = await dataAddress(blobOf(svg));
  await image.decode();
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // Safari reads it after the click
}
