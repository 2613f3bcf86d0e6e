// Bundle the page: `node build.mjs FOLDER`. Every file gets its content's hash in its name, so that it may be kept for ever, and is
// written with gzip and Brotli beside it. pages.json says which files each entry needs; NOTICES.txt holds the licences of what is bundled.
import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [folder] = process.argv.slice(2);
const shared = {
  bundle: true,
  minify: true,
  target: "es2022",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  metafile: true,
  outdir: folder,
  loader: { ".woff2": "file", ".svg": "copy" },
  logLevel: "warning",
  legalComments: "none",
};

const entries = readdirSync("src/entries").filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
const early = entries.filter((name) => name.startsWith("early-")); // classic scripts that run before the first paint
const modules = entries.filter((name) => !name.startsWith("early-"));
const results = await Promise.all([
  build({ ...shared, entryPoints: modules.map((name) => join("src/entries", name)), format: "esm", splitting: true }),
  build({ ...shared, entryPoints: early.map((name) => join("src/entries", name)), format: "iife" }),
  build({ ...shared, entryPoints: ["src/styles/page.css", "src/icon.svg"] }),
]);

const outputs = Object.assign({}, ...results.map((result) => result.metafile.outputs));
const fileName = (path) => basename(path);

/** Every file that an output loads at once, itself not counted. */
function loadedWith(path, found = new Set()) {
  for (const used of outputs[path].imports.filter((item) => item.kind === "import-statement")) {
    if (!found.has(used.path)) loadedWith(used.path, found.add(used.path));
  }
  return found;
}

const pages = {};
for (const [path, output] of Object.entries(outputs)) {
  if (output.entryPoint === undefined) continue;
  const name = basename(output.entryPoint).replace(/\.(ts|css|svg)$/, "");
  pages[name] = { file: fileName(path), with: [...loadedWith(path)].map(fileName).sort() };
}
const font = Object.keys(outputs).find((path) => path.endsWith(".woff2") && path.includes("-latin-wght-normal"));
pages["font"] = { file: fileName(font), with: [] };

const packages = new Set();
for (const result of results) {
  for (const input of Object.keys(result.metafile.inputs)) {
    const inside = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (inside) packages.add(inside[1]);
  }
}
const notices = [...packages].sort().map((name) => {
  const home = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const licence = readdirSync(home).find((file) => /^licen[cs]e/i.test(file));
  if (licence === undefined) throw new Error(`${name} has no licence file: it cannot be bundled`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(home, licence), "utf8").trim()}\n`;
});
writeFileSync(join(folder, "NOTICES.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));

for (const name of Object.keys(outputs).map(fileName).filter((name) => /\.(js|css|svg)$/.test(name))) {
  const whole = join(folder, name);
  const content = readFileSync(whole);
  writeFileSync(`${whole}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${whole}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
writeFileSync(join(folder, "pages.json"), `${JSON.stringify(pages, null, 1)}\n`);
