import { html, useEffect, useState } from './html.js';

/**
 * What a request answers: `value` once it is there, `error` if it failed. `again` asks once more, and what was answered
 * stays until then.
 */
export function useAnswer(ask, dependencies) {
  const [state, setState] = useState({});
  const [round, setRound] = useState(0);
  useEffect(() => setState({}), dependencies);
  useEffect(() => {
    let current = true;
    ask().then(
      (value) => current && setState({ value }),
      (error) => current && setState({ error }),
    );
    return () => (current = false);
  }, [...dependencies, round]);
  return { ...state, again: () => setRound((last) => last + 1) };
}

/**
 * Runs `read` now, and again a second after it has ended, while the page is seen. Answers what it throws, and then
 * ends: asked again, AWS would refuse again. Only a class that does not answer is asked on.
 */
export function useEverySecond(read, dependencies) {
  const [error, setError] = useState();
  useEffect(() => {
    let timer;
    let ended = false;
    const round = async () => {
      let problem;
      try {
        if (!document.hidden) await read(() => ended);
      } catch (e) {
        problem = e;
      }
      if (ended) return;
      setError(problem);
      if (!problem || problem.name === 'ConnectionError') timer = setTimeout(round, 1000);
    };
    round();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, dependencies);
  return error;
}

/** An error in AWS's words, announced to a screen reader. */
export const Problem = ({ words, error }) => html`
  <p role="alert">
    ${error.name === 'ConnectionError' ? words.gone : html`${words.failed}: <strong>${error.name}</strong> ${error.message}`}
  </p>
`;

/** Shows an answer with `children` as soon as it is there. */
export function Answer({ words, answer, children }) {
  if (answer.error) return html`<${Problem} words=${words} error=${answer.error} />`;
  return answer.value === undefined ? html`<p role="status">${words.loading}</p>` : children(answer.value);
}

/**
 * A list of names, in groups if they have any, beside what is chosen of it; with none chosen the first one is. `show`
 * makes a name shorter.
 */
export function Choice({ label, view, names, chosen, show = (name) => name, groupOf = () => '', children }) {
  const name = names.includes(chosen) ? chosen : names[0];
  return html`
    <div class="choice">
      <nav aria-label=${label}>
        ${[...Map.groupBy(names, groupOf)].map(
          ([group, its]) => html`
            ${group && html`<p class="group">${group}</p>`}
            <ul aria-label=${group || label}>
              ${its.map(
                (each) => html`
                  <li>
                    <a href="#${view}/${encodeURIComponent(each)}" aria-current=${each === name ? 'true' : undefined}>
                      ${show(each)}
                    </a>
                  </li>
                `,
              )}
            </ul>
          `,
        )}
      </nav>
      <section aria-label=${name}>${children(name)}</section>
    </div>
  `;
}

/** The time of day, the same in every language. */
export const clock = (time) => new Date(time).toLocaleTimeString('en-GB');

/** Names with their values. */
export const Facts = ({ of }) => html`
  <dl>
    ${Object.entries(of).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>
`;
