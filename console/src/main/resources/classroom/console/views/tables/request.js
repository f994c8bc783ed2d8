import { html, useState } from '../../html.js';
import { copyOf, LANGUAGES } from './copy.js';

/** What of a long request is shown; all of it is copied. */
const SHOWN = 4000;

/** What an action cost, and its request in a language that the reader chooses. */
export function Request({ words, request, answer }) {
  const [isOpen, setOpen] = useState(false);
  const [language, setLanguage] = useState('cli');
  const [copied, setCopied] = useState(false);
  const text = isOpen ? copyOf(language, request) : '';
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  const choose = (e) => {
    setLanguage(e.target.value);
    setCopied(false);
  };
  return html`
    ${answer && html`<p role="status">${cost(words, request, answer)}</p>`}
    <details onToggle=${(e) => setOpen(e.target.open)}>
      <summary>${words.theRequest(request.operation)}</summary>
      ${isOpen &&
      html`
        <p class="actions">
          <label>
            ${words.inLanguage}
            <select value=${language} onChange=${choose}>
              ${Object.entries(LANGUAGES).map(([key, name]) => html`<option value=${key}>${name}</option>`)}
            </select>
          </label>
          <button type="button" onClick=${copy}>${words.copy}</button>
          <span role="status">${copied && words.copied}</span>
        </p>
        <pre tabindex="0" role="region" aria-label=${LANGUAGES[language]}>${text.slice(0, SHOWN)}${text.length > SHOWN && '…'}</pre>
        ${text.length > SHOWN && html`<p>${words.copiesAll(text.length)}</p>`}
      `}
    </details>
  `;
}

function cost(words, { operation }, answer) {
  const units = answer.ConsumedCapacity.CapacityUnits;
  if (answer.ScannedCount !== undefined) return words.cost(units, answer.Count, answer.ScannedCount);
  return operation === 'GetItem' ? words.readCost(units) : words.writeCost(units);
}
