import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { fail } from './prepare.mjs';

// `node build/icons.mjs`: renders icon.svg to the formats that the platforms want. The results are committed, so
// that packaging needs no browser; run it again when the drawing has changed.

const build = import.meta.dirname;
/** Linux, by the hicolor theme's folders. */
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** Apple's type codes of PNG entries and their pixels. The plain 16 and 32 are no PNG there; the doubled ones stand in. */
const appleEntries = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

const executablePath = [process.env.SPOOR_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (place) => place && existsSync(place),
);
if (executablePath === undefined)
  fail(
    'A Chromium is needed to draw the icons; bring it with: apt-get install chromium, or set SPOOR_CHROMIUM.',
  );

const svg = await readFile(path.join(build, 'icon.svg'), 'utf8');
/** Windows and Linux draw an icon to its edges: the margin that Apple's grid wants is cut off. */
const edgeToEdge = svg.replace('viewBox="0 0 1024 1024"', 'viewBox="92 92 840 840"');
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath, args: [...sandbox, '--disable-gpu'] });
const page = await browser.newPage();

async function draw(drawing, size) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px}</style>${drawing}`);
  return page.screenshot({ omitBackground: true });
}

function icns(images) {
  const entries = images.map(([type, png]) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(head.length + png.length, 4);
    return Buffer.concat([head, png]);
  });
  const body = Buffer.concat(entries);
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(head.length + body.length, 4);
  return Buffer.concat([head, body]);
}

function ico(images) {
  const entryBytes = 16;
  const head = Buffer.alloc(6 + images.length * entryBytes);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  images.forEach(([size, png], index) => {
    const at = 6 + index * entryBytes;
    // One byte each for width and height, in which 0 says 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...images.map(([, png]) => png)]);
}

await mkdir(path.join(build, 'icons'), { recursive: true });
for (const size of linuxSizes)
  await writeFile(path.join(build, 'icons', `${size}x${size}.png`), await draw(edgeToEdge, size));
const forWindows = [];
for (const size of windowsSizes) forWindows.push([size, await draw(edgeToEdge, size)]);
await writeFile(path.join(build, 'icon.ico'), ico(forWindows));
const forApple = [];
for (const [type, size] of appleEntries) forApple.push([type, await draw(svg, size)]);
await writeFile(path.join(build, 'icon.icns'), icns(forApple));
await writeFile(path.join(build, 'icon.png'), await draw(svg, 1024));
await browser.close();
