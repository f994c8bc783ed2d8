import { html, useEffect, useRef, useState } from '../../html.js';
import { Problem } from '../../parts.js';
import { json } from '../../text.js';
import { Conflict } from './conflict.js';
import { Attributes } from './form.js';
import { put, remove, update } from './requests.js';
import { count, entries, entry, FormError, inOrder, keyNames, keyOf, members, own, same } from './values.js';

/** More values than these make a form that a browser takes seconds to draw: they stay JSON. */
const MOST_FIELDS = 200;
const NO_VALUE = { S: { S: '' }, N: { N: '' }, B: { B: '' } };

/** A new item begins with its key. */
const keyOnly = (table) =>
  table.KeySchema.map(({ AttributeName: name }) =>
    entry(NO_VALUE[table.AttributeDefinitions.find((each) => each.AttributeName === name).AttributeType], name, true),
  );

/** In the order of the form, a line for each attribute with a single value. */
function asText(table, item) {
  const lines = inOrder(table, Object.keys(item))
    .filter((name) => own(item, name))
    .map((name) => [name, own(item, name)])
    .map(([name, value]) => `  ${json(name)}: ${json(value, value.L || value.M ? 2 : 0).replaceAll('\n', '\n  ')}`);
  return `{\n${lines.join(',\n')}\n}`;
}

/**
 * An item as a form or as JSON. `item` is what was read, undefined for a new one; it is written only if it still is so.
 * `run` sends a request; `onDone` gets what was done, and the item as it is then.
 */
export function Item({ words, table, item, run, onDone, onClose }) {
  const [seen, setSeen] = useState(item);
  const [fields, setFields] = useState();
  const [text, setText] = useState();
  const [error, setError] = useState();
  const [conflict, setConflict] = useState();
  const [asked, setAsked] = useState(false);
  const heading = useRef();
  const keys = keyNames(table.KeySchema);

  const show = (shown) => {
    const isLarge = shown && count(shown) > MOST_FIELDS;
    setText(isLarge ? asText(table, shown) : undefined);
    setFields(isLarge ? undefined : shown ? entries(table, shown) : keyOnly(table));
    setConflict(undefined);
    setError(undefined);
    heading.current.focus();
  };
  useEffect(() => show(item), []);

  /** What form or text say; undefined, and said so, if they say no item. */
  const mine = () => {
    try {
      return text === undefined ? members(fields) : parsed(text);
    } catch (e) {
      const name = e instanceof FormError ? words.twice(e.message) : words.notAnItem;
      setError({ name, message: e instanceof FormError ? '' : e.message });
      return undefined;
    }
  };
  const change = (toText) => {
    const current = mine();
    if (!current) return;
    if (!toText && count(current) > MOST_FIELDS) return setError({ name: words.onlyJson(MOST_FIELDS), message: '' });
    setError(undefined);
    setText(toText ? asText(table, current) : undefined);
    setFields(toText ? undefined : entries(table, current));
  };
  const send = async (request, done, its) => {
    try {
      const answer = await run(request);
      onDone(done, answer.Attributes ?? its);
    } catch (e) {
      if (e.name === 'ConditionalCheckFailedException') setConflict({ now: e.body.Item, mine: its });
      else setError(e);
    }
  };
  const save = (e) => {
    e.preventDefault();
    setError(undefined);
    const current = mine();
    if (!current) return;
    if (!seen) return send(put(table, current), 'added', current);
    if (!same({ M: keyOf(table, seen) }, { M: keyOf(table, current) })) {
      return setError({ name: words.keyStays, message: '' });
    }
    const request = update(table, seen, current);
    return request.changed.length === 0
      ? setError({ name: words.nothingChanged, message: '' })
      : send(request, 'saved', current);
  };
  const goOn = (from, merged) => {
    setSeen(from);
    show(merged);
  };
  return html`
    <h3 tabindex="-1" ref=${heading}>${seen ? words.item : words.newItem}</h3>
    ${error && html`<${Problem} words=${words} error=${error} />`}
    ${conflict && html`<${Conflict} words=${words} table=${table} seen=${seen} of=${conflict} onChoose=${goOn} onClose=${onClose} />`}
    <form class="item" onSubmit=${save} hidden=${!!conflict}>
      <p class="actions">
        <button type="button" onClick=${onClose}>${words.back}</button>
        <button type="button" aria-pressed=${text !== undefined} onClick=${() => change(text === undefined)}>
          ${words.asJson}
        </button>
      </p>
      ${text !== undefined
        ? html`<label>
            ${words.dynamoJson}
            <textarea rows="16" spellcheck=${false} value=${text} onInput=${(e) => setText(e.target.value)}></textarea>
          </label>`
        : fields && html`<div class="scroll"><${Attributes} words=${words} entries=${fields} keys=${keys} locked=${!!seen} onChange=${setFields} /></div>`}
      <p class="actions">
        <button>${words.save}</button>
        ${seen && !asked && html`<button type="button" onClick=${() => setAsked(true)}>${words.delete}</button>`}
        ${asked &&
        html`
          <span role="alert">${words.reallyDelete}</span>
          <button type="button" onClick=${() => send(remove(table, seen), 'deleted')}>${words.yesDelete}</button>
          <button type="button" onClick=${() => setAsked(false)}>${words.cancel}</button>
        `}
      </p>
    </form>
  `;
}

/** JSON that has typed values by name; what else is wrong with them, DynamoDB says in its own words. */
function parsed(text) {
  const item = JSON.parse(text);
  for (const [name, value] of Object.entries(item)) {
    if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) {
      throw new SyntaxError(`${name}: {"S": "…"}, {"N": "…"}, …`);
    }
  }
  return item;
}
