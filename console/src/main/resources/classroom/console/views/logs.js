import { all, call } from '../aws.js';
import { html, useEffect, useRef, useState } from '../html.js';
import { Answer, Choice, Problem, useAnswer, useEverySecond } from '../parts.js';

const LISTING = { items: 'logGroups', next: 'nextToken', start: 'nextToken' };

/** More lines nobody reads on a page; a line has up to a megabyte. */
const LINES = 1000;
const LONGEST = 2000;

/** A line may come in a little after one that is younger: so many milliseconds are read again. */
const OVERLAP = 2000;

/** What Lambda writes itself. */
const PLATFORM = /^(START|END|REPORT) RequestId: (\S+)|^INIT_START|^RESTORE_/;
const LEVEL = /\b(FATAL|ERROR|WARN|INFO|DEBUG|TRACE)\b/;

/** What Java's runtime writes of an exception that the handler throws, and Lambda of a call that takes too long. */
const FAILED = /^[^\n]*: ([\w.$]+)\n\1|Task timed out after/;

/** The log groups of the class, a function's by the function's name, and the lines of one of them. */
export function Logs({ words, chosen }) {
  const groups = useAnswer(() => all('logs', 'DescribeLogGroups', LISTING), []);
  return html`
    <${Answer} words=${words} answer=${groups}>
      ${(found) =>
        found.length === 0
          ? html`<p>${words.logsNone}</p>`
          : html`
              <${Choice}
                label=${words.logs}
                view="logs"
                names=${found.map((each) => each.logGroupName)}
                chosen=${chosen}
                show=${short}
              >
                ${(name) => html`<${Group} key=${name} words=${words} name=${name} />`}
              <//>
            `}
    <//>
  `;
}

const short = (group) => group.replace(/^\/aws\/lambda\//, '');

function Group({ words, name }) {
  const [pattern, setPattern] = useState('');
  const [follows, setFollows] = useState(true);
  const filter = (e) => {
    e.preventDefault();
    setPattern(new FormData(e.target).get('pattern'));
  };
  return html`
    <h2>${short(name)}</h2>
    <form class="filter" onSubmit=${filter}>
      <label>
        ${words.logsPattern} <input name="pattern" size="36" spellcheck="false" placeholder=${words.logsPatternHint} />
      </label>
      <button>${words.logsApply}</button>
      <label>
        <input type="checkbox" checked=${follows} onChange=${(e) => setFollows(e.target.checked)} /> ${words.logsFollow}
      </label>
    </form>
    <${Lines} key=${pattern} words=${words} name=${name} pattern=${pattern} follows=${follows} />
  `;
}

function Lines({ words, name, pattern, follows }) {
  const [log] = useState(() => ({ lines: [], requests: new Map(), seen: new Set(), from: 0, read: false }));
  const [, draw] = useState(0);
  const box = useRef();
  const error = useEverySecond(
    async (ended) => {
      // Who does not follow sees what there was.
      if (log.read && !follows) return;
      await read(log, { name, pattern, ended });
      draw((round) => round + 1);
    },
    [follows],
  );
  const last = log.lines.at(-1)?.id;
  useEffect(() => {
    if (follows && box.current) box.current.scrollTop = 0; // Its end: it is laid out from there.
  }, [last, follows]);
  if (error) return html`<${Problem} words=${words} error=${error} />`;
  if (!log.read) return html`<p role="status">${words.loading}</p>`;
  return html`
    <p role="status">${log.lines.length === 0 ? words.logsEmpty : words.logsLines(log.lines.length, LINES)}</p>
    ${log.lines.length > 0 &&
    html`
      <div class="scroll log" tabindex="0" role="region" aria-label=${short(name)} ref=${box}>
        <table>
          <thead>
            <tr>
              <th scope="col">${words.logsTime}</th>
              <th scope="col">${words.logsLevel}</th>
              <th scope="col">${words.logsLine}</th>
            </tr>
          </thead>
          ${byRequest(log.lines).map((lines) => html`<${Request} key=${lines[0].id} words=${words} lines=${lines} />`)}
        </table>
      </div>
    `}
  `;
}

function Request({ words, lines }) {
  const { request } = lines[0];
  const report = lines.find((line) => line.text.startsWith('REPORT '))?.text ?? '';
  const [, took] = /\tDuration: ([\d.]+) ms/.exec(report) ?? [];
  const [, cold] = /(?:Init|Restore) Duration: ([\d.]+) ms/.exec(report) ?? [];
  return html`
    <tbody>
      ${request &&
      html`
        <tr class="request">
          <th scope="rowgroup" colspan="3">
            ${[`${words.logsRequest} ${request}`, took && words.logsTook(took), cold && words.logsCold(cold)]
              .filter((part) => part)
              .join(' · ')}
          </th>
        </tr>
      `}
      ${lines.map(
        (line) => html`
          <tr key=${line.id} class=${line.level}>
            <td>${new Date(line.time).toLocaleTimeString()}</td>
            <td>${line.level}</td>
            <td><bdi>${line.text}</bdi></td>
          </tr>
        `,
      )}
    </tbody>
  `;
}

/** Lines of one request stand together, where its first one does. */
function byRequest(lines) {
  const groups = [];
  const known = new Map();
  for (const line of lines) {
    const group = line.request ? known.get(line.request) : groups.at(-1)?.[0].request === undefined && groups.at(-1);
    if (group) group.push(line);
    else {
      groups.push([line]);
      if (line.request) known.set(line.request, groups.at(-1));
    }
  }
  return groups;
}

async function read(log, { name, pattern, ended }) {
  const seen = new Set();
  const input = { logGroupName: name, startTime: Math.max(0, log.from - OVERLAP) };
  if (pattern) input.filterPattern = pattern;
  for (let nextToken; !ended(); ) {
    const page = await call('logs', 'FilterLogEvents', nextToken ? { ...input, nextToken } : input);
    for (const event of page.events) {
      log.from = Math.max(log.from, event.timestamp);
      if (!log.seen.has(event.eventId)) log.lines.push(line(log, event));
      log.seen.add(event.eventId);
      seen.add(event.eventId);
    }
    log.lines = log.lines.slice(-LINES);
    nextToken = page.nextToken;
    if (!nextToken) {
      log.seen = seen;
      log.read = true;
      return;
    }
  }
}

const levelOf = (text) => LEVEL.exec(text.slice(0, 200))?.[0] ?? (FAILED.test(text) ? 'ERROR' : '');

/** A line belongs to the request that its environment, which writes a stream of its own, was at. */
function line(log, { eventId, logStreamName, timestamp, message }) {
  const text = message.trimEnd();
  const [platform, what, request] = PLATFORM.exec(text) ?? [];
  if (request) log.requests.set(logStreamName, request);
  const of = log.requests.get(logStreamName);
  if (what === 'REPORT') log.requests.delete(logStreamName);
  return {
    id: eventId,
    time: timestamp,
    request: of,
    level: platform ? 'Lambda' : levelOf(text),
    text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
  };
}
