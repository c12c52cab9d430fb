import { fileURLToPath } from 'node:url';
import * as Plot from '@observablehq/plot';
import { Resvg } from '@resvg/resvg-js';
import { parseHTML } from 'linkedom';
import { type Picture, totalOf } from '../domain/answer/picture.ts';

/** The only module that loads the drawing libraries; runs as a worker, see `createPictures`. */

/** Okabe and Ito's palette: told apart with every kind of colour blindness, and by lightness alone. */
const palette = ['#0072B2', '#E69F00', '#009E73', '#CC79A7'];
const ink = { text: '#1a1a1a', faint: '#555555', line: '#dddddd', unknown: '#e4e4e4' };

/** In drawn units; each becomes `scale` pixels. At the width of a phone, 375, the text is 12 points high. */
const width = 480;
const scale = 2;
const margin = 16;
const size = { title: 19, text: 16, small: 14 };

const font = (name: string) => fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
const fonts = {
  fontFiles: [font('DejaVuSans'), font('DejaVuSans-Bold')],
  loadSystemFonts: false,
  defaultFontFamily: 'DejaVu Sans',
};

/** Share of the font's height that a character is wide: never less than in ordinary words. */
const letter = { plain: 0.57, bold: 0.62 };

function wrap(words: string, height: number, share = letter.plain): string[] {
  const most = Math.floor((width - 2 * margin) / (height * share));
  const lines: string[] = [];
  for (const word of words.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const escaped = (words: string) => words.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** Not even written as a number may these stand in XML; names of a desk may hold them. */
const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const text = (words: string, at: { x: number; y: number }, height: number, more = '') =>
  `<text x="${at.x}" y="${at.y}" font-size="${height}" ${more}>${escaped(words)}</text>`;

interface Cell {
  label: string;
  series: string;
  value: number;
}

const cellsOf = ({ table }: Picture): Cell[] =>
  table.rows.flatMap(({ label, values }) =>
    values.map((value, at) => ({ label, series: table.series[at] ?? '', value })),
  );

const shared = (picture: Picture) => ({
  document: parseHTML('<html><body></body></html>').document as NonNullable<Plot.PlotOptions['document']>,
  width: width - 2 * margin,
  className: 'plot',
  style: { fontFamily: 'DejaVu Sans', fontSize: `${size.text}px`, color: ink.text, background: 'none' },
  color: { domain: picture.table.series, range: palette },
});

/** At most eight labels fit below. */
function yearTicks(labels: readonly string[]): string[] {
  const every = [1, 2, 5, 10, 20, 50].find((each) => labels.length / each <= 8) ?? 100;
  return labels.filter((label) => Number(label) % every === 0);
}

function columns(picture: Picture) {
  const labels = picture.table.rows.map(({ label }) => label);
  const most = Math.max(1, ...picture.table.rows.map(totalOf));
  return Plot.plot({
    ...shared(picture),
    height: 270,
    marginLeft: 34,
    marginRight: 4,
    marginBottom: 34,
    marginTop: 14,
    x: { domain: labels, ticks: yearTicks(labels), tickSize: 4, label: null, padding: 0.15 },
    y: { domain: [0, most], ticks: Math.min(most, 6), tickFormat: 'd', label: null, interval: 1 },
    marks: [
      Plot.barY(picture.unknown?.labels ?? [], {
        x: (label) => label,
        y1: 0,
        y2: most,
        fill: ink.unknown,
        inset: -2,
      }),
      Plot.gridY({ stroke: ink.line, strokeOpacity: 1 }),
      Plot.barY(cellsOf(picture), { x: 'label', y: 'value', fill: 'series', order: picture.table.series }),
      Plot.ruleY([0], { stroke: ink.text }),
    ],
  });
}

const rowHeight = 30;
/** A label takes at most half of the width. */
const longestLabel = 22;

const short = (label: string) =>
  label.length > longestLabel ? `${label.slice(0, longestLabel - 1).trimEnd()}…` : label;

function bars(picture: Picture) {
  const { rows } = picture.table;
  const longest = Math.max(...rows.map(({ label }) => short(label).length));
  return Plot.plot({
    ...shared(picture),
    height: rows.length * rowHeight + 6,
    marginLeft: Math.ceil(longest * size.text * letter.plain) + 10,
    marginRight: 44,
    marginTop: 2,
    marginBottom: 4,
    x: { domain: [0, Math.max(1, ...rows.map(totalOf))], axis: null },
    y: { domain: rows.map(({ label }) => label), label: null, tickSize: 0, tickFormat: short, padding: 0.28 },
    marks: [
      Plot.barX(cellsOf(picture), { x: 'value', y: 'label', fill: 'series', order: picture.table.series }),
      Plot.text(rows, {
        x: totalOf,
        y: 'label',
        text: (row) => String(totalOf(row)),
        textAnchor: 'start',
        dx: 6,
      }),
    ],
  });
}

/** One line each: a square of its colour, and what it means. */
function legend({ table, legend = table.series, unknown }: Picture): { colour: string; says: string }[] {
  const series = legend.map((says, at) => ({ colour: palette[at] ?? ink.text, says }));
  return [
    ...(series.length > 1 ? series : []),
    ...(unknown && unknown.labels.length > 0 ? [{ colour: ink.unknown, says: unknown.says }] : []),
  ];
}

function svgOf(picture: Picture): string {
  const parts: string[] = [];
  let y = margin;
  for (const line of wrap(picture.title, size.title, letter.bold)) {
    y += size.title + 4;
    parts.push(text(line, { x: margin, y }, size.title, `font-weight="bold" fill="${ink.text}"`));
  }
  y += 12;
  for (const { colour, says } of legend(picture)) {
    parts.push(
      `<rect x="${margin}" y="${y}" width="14" height="14" fill="${colour}" stroke="${ink.faint}"/>`,
    );
    parts.push(text(says, { x: margin + 22, y: y + 13 }, size.text, `fill="${ink.text}"`));
    y += 22;
  }
  const plot = picture.look === 'columns' ? columns(picture) : bars(picture);
  plot.setAttribute('x', String(margin));
  plot.setAttribute('y', String(y + 4));
  parts.push(plot.outerHTML);
  y += Number(plot.getAttribute('height')) + 8;
  for (const line of wrap(picture.caption, size.small)) {
    y += size.small + 5;
    parts.push(text(line, { x: margin, y }, size.small, `fill="${ink.faint}"`));
  }
  const height = y + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans"><rect width="100%" height="100%" fill="#ffffff"/>${parts.join('')}</svg>`;
}

export function run(picture: Picture): Uint8Array {
  const svg = svgOf(picture).replace(notXml, ' ');
  return new Resvg(svg, { fitTo: { mode: 'width', value: width * scale }, font: fonts }).render().asPng();
}
