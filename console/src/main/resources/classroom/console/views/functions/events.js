import { html, useState } from '../../html.js';
import { layOut } from '../../text.js';

const key = (name) => `classroom.events.${name}`;

/** The events that this browser keeps for a function, by name, in the order in which they were saved. */
function kept(name) {
  try {
    return new Map(JSON.parse(localStorage.getItem(key(name)) ?? '[]'));
  } catch {
    return new Map();
  }
}

const keep = (name, events) => localStorage.setItem(key(name), JSON.stringify([...events]));

/** The events with which a function can be tested: the examples of the class, and one's own by name. */
export function Events({ words, name, examples, running, onRun }) {
  const [own, setOwn] = useState(() => kept(name));
  const [chosen, setChosen] = useState('0');
  const [event, setEvent] = useState(() => layOut(examples[0]?.event ?? '{}'));
  const [title, setTitle] = useState('');
  const choose = (e) => {
    const [which, ...rest] = e.target.value.split(':');
    setChosen(e.target.value);
    setTitle(rest.join(':'));
    setEvent(which === 'own' ? own.get(rest.join(':')) : layOut(examples[which]?.event ?? '{}'));
  };
  const change = (events, choice, named) => {
    keep(name, events);
    setOwn(events);
    setChosen(choice);
    setTitle(named);
  };
  const run = (e) => {
    e.preventDefault();
    onRun(event);
  };
  const named = (each) => (each.answer ? `${each.answer} · ${each[words.code]}` : each[words.code]);
  return html`
    <form class="test" onSubmit=${run}>
      <label>
        ${words.savedEvents}
        <select value=${chosen} onChange=${choose}>
          <optgroup label=${words.examples}>
            ${examples.length === 0 && html`<option value="0">{}</option>`}
            ${examples.map((each, i) => html`<option value=${String(i)}>${named(each)}</option>`)}
          </optgroup>
          ${own.size > 0 &&
          html`<optgroup label=${words.ownEvents}>
            ${[...own.keys()].map((each) => html`<option value=${`own:${each}`}>${each}</option>`)}
          </optgroup>`}
        </select>
      </label>
      <label>
        ${words.event}
        <textarea rows="8" spellcheck=${false} value=${event} onInput=${(e) => setEvent(e.target.value)}></textarea>
      </label>
      <p class="actions">
        <button disabled=${running}>${running ? words.running : words.run}</button>
        <label>${words.eventName} <input value=${title} onInput=${(e) => setTitle(e.target.value)} /></label>
        <button
          type="button"
          disabled=${!title}
          onClick=${() => change(new Map(own).set(title, event), `own:${title}`, title)}
        >
          ${words.keepEvent}
        </button>
        ${chosen.startsWith('own:') &&
        html`<button
          type="button"
          onClick=${() => change(new Map([...own].filter(([each]) => `own:${each}` !== chosen)), '0', '')}
        >
          ${words.dropEvent}
        </button>`}
      </p>
    </form>
  `;
}
