import { functions, invoke } from '../aws.js';
import { html, useState } from '../html.js';
import { Answer, Choice, Facts, Problem, useAnswer } from '../parts.js';

/** The functions of the class, and one of them: its settings and a test. */
export function Functions({ words, chosen }) {
  const answer = useAnswer(functions, []);
  return html`
    <${Answer} words=${words} answer=${answer}>
      ${(found) =>
        found.length === 0
          ? html`<p>${words.functionsNone}</p>`
          : html`
              <${Choice} label=${words.functions} view="functions" names=${found.map((f) => f.FunctionName)} chosen=${chosen}>
                ${(name) => html`
                  <${OneFunction} key=${name} words=${words} function=${found.find((f) => f.FunctionName === name)} />
                `}
              <//>
            `}
    <//>
  `;
}

const OneFunction = ({ words, function: settings }) => html`
  <h2>${settings.FunctionName}</h2>
  <p>${settings.Description}</p>
  <${Facts}
    of=${{
      [words.handler]: settings.Handler,
      [words.memory]: `${settings.MemorySize} MB`,
      [words.timeout]: `${settings.Timeout} s`,
      [words.role]: settings.Role,
      [words.environment]: Object.entries(settings.Environment?.Variables ?? {})
        .map(([name, value]) => `${name}=${value}`)
        .join(', '),
    }}
  />
  <${Test} words=${words} name=${settings.FunctionName} />
`;

function Test({ words, name }) {
  const [event, setEvent] = useState('{}');
  const [state, setState] = useState({});
  const run = async (e) => {
    e.preventDefault();
    try {
      JSON.parse(event);
    } catch (problem) {
      setState({ error: { name: words.notJson, message: problem.message } });
      return;
    }
    setState({ running: true });
    try {
      setState({ answer: await invoke(name, event) });
    } catch (error) {
      setState({ error });
    }
  };
  const { running, answer, error } = state;
  return html`
    <h3>${words.test}</h3>
    <form onSubmit=${run}>
      <label>
        ${words.event}
        <textarea rows="6" spellcheck=${false} value=${event} onInput=${(e) => setEvent(e.target.value)}></textarea>
      </label>
      <button disabled=${running}>${running ? words.running : words.run}</button>
    </form>
    ${error && html`<${Problem} words=${words} error=${error} />`}
    ${answer &&
    html`
      <p role="status" class=${answer.error ? 'bad' : 'good'}>
        ${answer.error ? words.raised(answer.error, answer.milliseconds) : words.succeeded(answer.milliseconds)}
      </p>
      <h4>${words.answer}</h4>
      <pre tabindex="0">${answer.payload}</pre>
      <h4>${words.log}</h4>
      <pre tabindex="0">${answer.log}</pre>
    `}
  `;
}
