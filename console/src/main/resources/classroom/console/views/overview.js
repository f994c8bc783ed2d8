import { html, useEffect, useRef, useState } from '../html.js';
import { countAnew, counting, passed, watch } from '../counts.js';
import { listen } from '../events.js';
import { layout } from '../layout.js';
import { Answer, clock, useAnswer } from '../parts.js';

/** How long a box is lit by what passes, and how often at most it is drawn, in milliseconds. */
const LIT = 1400;
const SAMPLE = 150;

const SIGNS = { errors: '✕', denied: '⊘', throttled: '◔' };
const PROBLEMS = Object.keys(SIGNS);

/** The class as a picture: what its functions use, and what passes between them. */
export function Overview({ words }) {
  const answer = useAnswer(async () => (await fetch('architecture.json')).json(), []);
  useEffect(
    () =>
      listen(({ kind, type, status }) => {
        const done = kind === 'stack' && type === 'AWS::CloudFormation::Stack' && status.endsWith('_COMPLETE');
        if (done) answer.again();
      }),
    [],
  );
  return html`
    <${Answer} words=${words} answer=${answer}>
      ${(graph) =>
        graph.lessons.length === 0
          ? html`<p role="status">${words.overviewNone}</p>`
          : html`<${Live} words=${words} graph=${graph} />`}
    <//>
  `;
}

/** Drawn again while something passes: a few times a second, however much it is, and never while nobody can see it. */
function useWhatPasses() {
  const [, draw] = useState(0);
  useEffect(() => {
    let timer = 0;
    let frame = 0;
    let last = -Infinity;
    const drawn = () => {
      frame = 0;
      draw((round) => round + 1);
      if (performance.now() - last < LIT + SAMPLE) timer ||= setTimeout(next, SAMPLE * 2);
    };
    const next = () => {
      timer = 0;
      frame ||= requestAnimationFrame(drawn);
    };
    const end = watch(() => {
      last = performance.now();
      timer ||= setTimeout(next, SAMPLE);
    });
    return () => {
      end();
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, []);
}

function Live({ words, graph }) {
  useWhatPasses();
  const { since, missed } = counting();
  return html`
    <div class="overview-bar">
      <p aria-hidden="true">
        <span><i>n</i> ${words.countsCalls.toLowerCase()}</span>
        ${PROBLEMS.map((how) => html`<span class=${how}>${SIGNS[how]} ${label(words, how).toLowerCase()}</span>`)}
      </p>
      <p role="status">
        ${words.countedSince(clock(since))}
        ${missed > 0 && html`<strong class="bad">. ${words.countedMissed(missed)}</strong>`}
      </p>
      <button type="button" onClick=${countAnew}>${words.countAnew}</button>
    </div>
    <${Picture} words=${words} graph=${graph} />
    <details>
      <summary>${words.asTable}</summary>
      <${Counts} words=${words} graph=${graph} />
    </details>
  `;
}

const label = (words, how) => words[`counts${how[0].toUpperCase()}${how.slice(1)}`];

/** As wide as the page; the text grows with a large screen, and on a small one the lessons stand one below the other. */
function Picture({ words, graph }) {
  const frame = useRef();
  const [width, setWidth] = useState();
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  const placed = useRef({});
  if (width && (placed.current.graph !== graph || placed.current.of !== width)) {
    placed.current = { graph, of: width, ...layout(graph, width) };
  }
  const { cards, size, ...whole } = placed.current;
  return html`
    <div ref=${frame} class="overview">
      ${cards &&
      html`
        <svg viewBox="0 0 ${whole.width} ${whole.height}" role="group" aria-label=${words.boxes}>
          <defs>
            ${['rest', 'calls', ...PROBLEMS].map(
              (how) => html`
                <marker id="head-${how}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
                  <path class="head ${how}" d="M0 0 8 4 0 8z" />
                </marker>
              `,
            )}
          </defs>
          ${cards.map((each) => html`<${Card} key=${each.name} words=${words} card=${each} size=${size} />`)}
        </svg>
      `}
    </div>
  `;
}

const Card = ({ words, card, size }) => html`
  <g transform="translate(${card.x} ${card.y})">
    <rect class="card" width=${size.card} height=${card.height} rx="10" />
    <text class="lesson" x="14" y="23">${card.name}</text>
    ${card.paths.map((each) => html`<${Path} key=${each.key} words=${words} path=${each} />`)}
    ${card.boxes.map((each) => html`<${Box} key=${each.key} words=${words} box=${each} lines=${size.lines} />`)}
  </g>
`;

/** How a box or an arrow looks: whether anything has passed, and for a while how it went. */
function look(mark) {
  if (mark.how === undefined) return '';
  return performance.now() - mark.at < LIT ? `used lit ${mark.how}` : 'used';
}

function Path({ words, path }) {
  const looks = look(passed(path.key));
  const [from, to] = path.back ? [path.end, path.x] : [path.x, path.end];
  const [y, toY] = path.back ? [path.to, path.from] : [path.from, path.to];
  const bend = (to - from) / 2;
  const head = looks.split(' ')[2] ?? (looks ? 'calls' : 'rest');
  const room = Math.floor((path.end - path.x - 20) / 6.2);
  const all = path.actions.join(', ');
  // What a mapping does with a stream is read it.
  const first = path.actions.includes('GetRecords') ? 'GetRecords' : path.actions[0];
  const text = all.length <= room ? all : `${first} + ${path.actions.length - 1}`;
  return html`
    <g class="arrow ${looks}" aria-hidden="true">
      <path d="M${from} ${y}C${from + bend} ${y} ${to - bend} ${toY} ${to} ${toY}" marker-end="url(#head-${head})">
        <title>${all}</title>
      </path>
      ${text.length <= room && html`<text x=${(path.x + path.end) / 2} y=${(path.from + path.to) / 2 - 5}>${text}</text>`}
    </g>
  `;
}

/** CloudFormation puts the stack's name before a name that it makes, and CDK and it a hash behind. */
const short = (name) => name.replace(/^[\w-]+?-(\w+?)[0-9A-F]{8}-[0-9A-Za-z]+$/, '$1');

const VIEW = { FUNCTION: 'functions', STREAM: 'stream', QUEUE: 'stream' };

/** Where a box leads: to the function, to the table that an index is of, to the stream. */
const place = ({ kind, owner }) => `#${VIEW[kind] ?? 'tables'}${kind === 'QUEUE' ? '' : `/${encodeURIComponent(owner)}`}`;

function Box({ words, box, lines }) {
  const mark = passed(box.key);
  const name = box.kind === 'STREAM' ? words.kindSTREAM : short(box.name);
  const kind = box.kind === 'STREAM' ? box.name : words[`kind${box.kind}`];
  const isFunction = box.kind === 'FUNCTION';
  const single = isFunction && (lines === 1 || mark.calls === 0);
  const reserved = lines === 1 ? 60 : 16;
  const middle = box.height / 2;
  const content = html`
    <title>${spoken(words, box)}</title>
    <rect width=${box.width} height=${box.height} rx="6" />
    <text class="name" x="10" y=${single ? middle + 4.5 : middle - 3}>${clip(name, (box.width - (isFunction ? reserved : 16)) / 8)}</text>
    ${!isFunction && html`<text class="kind" x="10" y=${middle + 13}>${clip(kind, (box.width - 44) / 6.5)}</text>`}
    <text class="counts" x=${box.width - 10} y=${single ? middle + 4.5 : middle + 13}>
      ${mark.calls > 0 && html`<tspan class="calls">${number(mark.calls)}</tspan>`}
      ${PROBLEMS.filter((how) => mark[how] > 0).map(
        (how) => html`<tspan class=${how} dx="6">${SIGNS[how]}${number(mark[how])}</tspan>`,
      )}
    </text>
    ${box.alone && lines === 1 && html`<text class="kind" x=${box.width + 14} y=${middle + 4}>${words.usesNothing}</text>`}
  `;
  const shape = `box ${box.kind.toLowerCase()} ${look(mark)}`;
  const at = `translate(${box.x} ${box.y})`;
  return box.kind === 'ELSEWHERE'
    ? html`<g class=${shape} transform=${at}>${content}</g>`
    : html`<a class=${shape} href=${place(box)} transform=${at}>${content}</a>`;
}

const clip = (text, most) => (text.length <= most ? text : `${text.slice(0, Math.max(1, Math.floor(most) - 1))}…`);

const number = (count) => (count < 10_000 ? String(count) : `${Math.floor(count / 1000)}k`);

/** The box in words: what a pointer shows and a screen reader says. */
const spoken = (words, box) => {
  const mark = passed(box.key);
  const counts = ['calls', ...PROBLEMS]
    .filter((how) => how === 'calls' || mark[how] > 0)
    .map((how) => `${mark[how]} ${label(words, how).toLowerCase()}`);
  return `${box.name}, ${words[`kind${box.kind}`]}: ${counts.join(', ')}`;
};

/** The same counts for who does not see the picture. */
function Counts({ words, graph }) {
  const boxes = layout(graph, 1280).cards.flatMap((card) => card.boxes.map((box) => ({ lesson: card.name, ...box })));
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${words.asTable}>
      <table>
        <thead>
          <tr>
            <th scope="col">${words.what}</th>
            <th scope="col">${words.lesson}</th>
            ${['calls', ...PROBLEMS].map((how) => html`<th scope="col">${label(words, how)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${boxes.map(
            (box) => html`
              <tr key=${`${box.lesson} ${box.key}`}>
                <th scope="row">${box.name} (${words[`kind${box.kind}`]})</th>
                <td>${box.lesson}</td>
                ${['calls', ...PROBLEMS].map((how) => html`<td class="number">${passed(box.key)[how]}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}
