import { all, invoke } from '../../aws.js';
import { html, useState } from '../../html.js';
import { Answer, Problem, useAnswer } from '../../parts.js';
import { layOut } from '../../text.js';
import { Events } from './events.js';
import { report } from './report.js';

const SHOWN = 20;
const RECENT = 3600_000;
const EVENTS = { items: 'events', next: 'nextToken', start: 'nextToken' };

/** The tests of a function and its invocations. */
export function Runs({ words, function: { FunctionName: name, LoggingConfig: logging, examples } }) {
  const [state, setState] = useState({});
  const recent = useAnswer(
    () =>
      all('logs', 'FilterLogEvents', EVENTS, {
        logGroupName: logging?.LogGroup ?? `/aws/lambda/${name}`,
        filterPattern: 'REPORT',
        startTime: Date.now() - RECENT,
      }),
    [name],
  );
  const run = async (event) => {
    setState({ running: true });
    try {
      JSON.parse(event);
    } catch (problem) {
      setState({ error: { name: words.notJson, message: problem.message } });
      return;
    }
    try {
      setState({ answer: await invoke(name, event) });
    } catch (error) {
      setState({ error });
    }
    recent.again();
  };
  const { running, answer, error } = state;
  return html`
    <h3>${words.test}</h3>
    <${Events} words=${words} name=${name} examples=${examples} running=${running} onRun=${run} />
    ${error && html`<${Problem} words=${words} error=${error} />`}
    ${answer && html`<${Outcome} words=${words} of=${answer} />`}
    <h3>${words.invocations}</h3>
    <${Answer} words=${words} answer=${recent}>
      ${(events) => html`<${Invocations} words=${words} reports=${events.slice(-SHOWN).reverse().map(report)} />`}
    <//>
  `;
}

const start = (words, { cold }) => (cold ? words.cold(cold) : words.warm);

function Outcome({ words, of: { payload, error, log, milliseconds } }) {
  const said = report({ message: log });
  const { body, statusCode } = answerIn(payload);
  return html`
    <p role="status" class=${error || statusCode >= 400 ? 'bad' : 'good'}>
      ${error ? words.raised(error, milliseconds) : words.succeeded(milliseconds)}
      ${statusCode && ` · statusCode ${statusCode}`}
      ${said && ` · ${words.duration} ${said.duration} · ${words.billed} ${said.billed} · ${start(words, said)}`}
    </p>
    <h4>${words.answer}</h4>
    <pre tabindex="0" role="region" aria-label=${words.answer}>${layOut(payload)}</pre>
    ${body &&
    html`
      <h4>${words.body}</h4>
      <pre tabindex="0" role="region" aria-label=${words.body}>${layOut(body)}</pre>
    `}
    <h4>${words.log}</h4>
    <pre class="log" tabindex="0" role="region" aria-label=${words.log}>${log}</pre>
  `;
}

/** What API Gateway would make of an answer: its status, and the body that is JSON in a text of JSON. */
function answerIn(payload) {
  try {
    const { body, statusCode } = JSON.parse(payload);
    return { body: typeof body === 'string' ? body : undefined, statusCode };
  } catch {
    return {}; // A function may answer anything.
  }
}

function Invocations({ words, reports }) {
  if (reports.length === 0) return html`<p>${words.invocationsNone}</p>`;
  const columns = [words.time, words.duration, words.billed, words.start, words.memoryUsed, words.request];
  return html`
    <div class="scroll grid" tabindex="0" role="region" aria-label=${words.invocations}>
      <table>
        <thead>
          <tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
        </thead>
        <tbody>
          ${reports.map(
            (each) => html`
              <tr key=${each.request} class=${each.status ? 'bad' : ''}>
                <td>${new Date(each.time).toLocaleTimeString()}</td>
                <td class="number">${each.duration}${each.status && ` (${each.status})`}</td>
                <td class="number">${each.billed}</td>
                <td>${start(words, each)}</td>
                <td class="number">${each.memory}</td>
                <td>${each.request}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}
