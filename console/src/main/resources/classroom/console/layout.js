// Where the boxes and arrows of the architecture stand: as in docs/architecture.svg, functions on the left, what they use
// on the right, each arrow in a row of its own, so that as a rule it is straight.
import { arrow, box, functionBox } from './counts.js';

const GAP = 12;
const PAD = 14;
const TITLE = 32;
const WIDE = { row: 31, least: 42, functions: 228, targets: 196, card: 618, lines: 1 };
const NARROW = { row: 46, least: 46, functions: 150, targets: 138, lines: 2 };

/** The cards of the lessons in the columns that a width has room for: boxes and arrows with their places. */
export function layout({ lessons }, width) {
  const columns = width < 900 ? 1 : 2;
  const size = columns === 2 ? WIDE : { ...(width < 560 ? NARROW : WIDE), card: width };
  const cards = lessons.map((lesson) => card(lesson, size));
  const heights = Array(columns).fill(-GAP);
  // The tallest first, each where there is most room; then in the lessons' order.
  const tallest = [...cards].sort((a, b) => b.height - a.height);
  for (const each of tallest) {
    each.column = heights.indexOf(Math.min(...heights));
    heights[each.column] += each.height + GAP;
  }
  const first = cards.length > 0 ? cards[0].column : 0;
  const tops = Array(columns).fill(0);
  for (const each of cards) {
    each.x = (each.column === first ? 0 : 1) * (size.card + GAP);
    each.y = tops[each.column];
    tops[each.column] += each.height + GAP;
  }
  return { width: columns * (size.card + GAP) - GAP, height: Math.max(0, ...heights), cards, size };
}

function card({ name, functions, targets, arrows }, size) {
  const boxes = [];
  const paths = [];
  const rows = {};
  const right = size.card - PAD - size.targets;
  let y = TITLE;
  let owner;
  for (const target of Object.values(targets)) {
    if (owner !== undefined && owner !== target.owner) y += GAP / 2;
    owner = target.owner;
    const count = arrows.filter((each) => each.target === target.arn).length;
    const height = Math.max(count * size.row, size.least);
    rows[target.arn] = Array.from({ length: count }, (_, i) => y + (height - count * size.row) / 2 + i * size.row);
    boxes.push({ ...target, key: box(target.arn), x: right, y: y + GAP / 4, width: size.targets, height: height - GAP / 2 });
    y += height;
  }
  const order = Object.keys(targets);
  let bottom = TITLE;
  for (const each of Object.keys(functions)) {
    const own = arrows
      .filter((one) => one.function === each)
      .sort((a, b) => order.indexOf(a.target) - order.indexOf(b.target));
    let top;
    for (const one of own) {
      const slot = rows[one.target].shift();
      const row = Math.max(bottom, slot);
      top ??= row;
      bottom = row + size.row;
      const [from, to] = [row + size.row / 2, slot + size.row / 2];
      paths.push({ ...one, key: arrow(each, box(one.target)), from, to, x: PAD + size.functions, end: right });
    }
    top ??= bottom;
    if (own.length === 0) bottom += size.row;
    const place = { x: PAD, y: top + GAP / 4, width: size.functions, height: bottom - top - GAP / 2 };
    boxes.push({ kind: 'FUNCTION', name: each, owner: each, key: functionBox(each), alone: own.length === 0, ...place });
  }
  return { name, boxes, paths, height: Math.max(y, bottom) + PAD - 4 };
}
