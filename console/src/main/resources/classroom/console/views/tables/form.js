import { html } from '../../html.js';
import { Shown } from '../../text.js';
import { EMPTY, entry, TYPES } from './values.js';

const SETS = ['SS', 'NS', 'BS'];
const TEXTS = ['S', 'N', 'B'];

/** Typed attributes, each with name, type and value. Those of the key stay; `locked`, their values do too. */
export function Attributes({ words, entries, onChange, keys = [], locked = false, path = '' }) {
  const add = () => onChange([...entries, { ...entry({ S: '' }, ''), isNew: true }]);
  return html`
    <ul class="attributes">
      ${entries.map((each, i) => {
        const label = path + (each.name || words.attribute);
        const isKey = keys.includes(each.name) && each.fixed;
        const change = (changed) => onChange(entries.with(i, { ...each, ...changed }));
        return html`
          <li key=${each.id}>
            ${each.fixed
              ? html`<span class="name"><${Shown} text=${each.name} />${isKey ? ` (${words.key})` : ''}</span>`
              : html`<input
                  class="name"
                  ref=${focusOnce(each)}
                  aria-label=${words.nameOf(label)}
                  value=${each.name}
                  onInput=${(e) => change({ name: e.target.value })}
                />`}
            <${Value} words=${words} of=${each} label=${label} isKey=${isKey} locked=${isKey && locked} onChange=${change} />
            ${!isKey && html`<${Remove} words=${words} label=${label} onClick=${() => onChange(entries.toSpliced(i, 1))} />`}
          </li>
        `;
      })}
    </ul>
    <button type="button" onClick=${add}>${path ? words.addTo(path.slice(0, -1)) : words.addAttribute}</button>
  `;
}

/** A new field takes the focus when it appears, and only then. */
const focusOnce = (each) => (element) => {
  if (!element || !each.isNew) return;
  each.isNew = false;
  element.focus();
};

/** The focus goes on to the button that adds. */
function Remove({ words, label, onClick }) {
  const remove = (e) => {
    e.currentTarget.closest('ul').nextElementSibling.focus();
    onClick();
  };
  return html`<button type="button" class="remove" aria-label=${words.removeOf(label)} onClick=${remove}>×</button>`;
}

function Value({ words, of, label, isKey, locked, onChange }) {
  const retype = (e) => {
    const type = e.target.value;
    const keeps = TEXTS.includes(type) && TEXTS.includes(of.type) && !of.literal;
    onChange({ type, literal: false, value: keeps ? of.value : EMPTY[type] });
  };
  return html`
    <select aria-label=${words.typeOf(label)} value=${of.type} disabled=${isKey} onChange=${retype}>
      ${TYPES.map((type) => html`<option value=${type}>${type} · ${words.types[type]}</option>`)}
    </select>
    <${Content} words=${words} of=${of} label=${label} locked=${locked} onChange=${(value) => onChange({ value })} />
  `;
}

function Content({ words, of: { type, literal, value }, label, locked, onChange }) {
  const name = words.valueOf(label);
  const input = (e) => onChange(e.target.value);
  if (type === 'M') return html`<div class="nested">
    <${Attributes} words=${words} entries=${value} path=${`${label}.`} onChange=${onChange} />
  </div>`;
  if (type === 'L') return html`<${List} words=${words} entries=${value} label=${label} onChange=${onChange} />`;
  if (SETS.includes(type)) return html`<${SetOf} words=${words} values=${value} label=${label} onChange=${onChange} />`;
  if (type === 'NULL') return html`<span class="value">null</span>`;
  if (type === 'BOOL') {
    return html`
      <select class="value" aria-label=${name} value=${String(value)} onChange=${(e) => onChange(e.target.value === 'true')}>
        <option>true</option>
        <option>false</option>
      </select>
    `;
  }
  if (type === 'N') {
    return html`<input class="value" inputmode="decimal" aria-label=${name} value=${value} readonly=${locked} onInput=${input} />`;
  }
  const note = literal ? words.asJsonText : type === 'B' ? 'base64' : '';
  const rows = Math.min(8, Math.ceil(value.length / 60) + value.split('\n', 9).length - 1) || 1;
  return html`
    <textarea class="value" rows=${rows} spellcheck="false" dir="auto" aria-label=${note ? `${name} (${note})` : name} value=${value}
      readonly=${locked} onInput=${input}></textarea>
    ${note && html`<small>${note}</small>`}
  `;
}

/** A list holds values of any type, in order. */
function List({ words, entries, label, onChange }) {
  const add = () => onChange([...entries, entry({ S: '' })]);
  return html`
    <div class="nested">
      <ul class="attributes">
        ${entries.map((each, i) => {
          const its = `${label}[${i}]`;
          return html`
            <li key=${each.id}>
              <span class="name">${i}</span>
              <${Value} words=${words} of=${each} label=${its} onChange=${(changed) => onChange(entries.with(i, { ...each, ...changed }))} />
              <${Remove} words=${words} label=${its} onClick=${() => onChange(entries.toSpliced(i, 1))} />
            </li>
          `;
        })}
      </ul>
      <button type="button" onClick=${add}>${words.addTo(label)}</button>
    </div>
  `;
}

/** A set holds values of one type. */
const SetOf = ({ words, values, label, onChange }) => html`
  <div class="nested">
    <ul class="attributes set">
      ${values.map((each, i) => html`
        <li>
          <textarea class="value" rows="1" spellcheck="false" dir="auto" aria-label=${words.valueOf(`${label}[${i}]`)}
            value=${each} onInput=${(e) => onChange(values.with(i, e.target.value))}></textarea>
          <${Remove} words=${words} label=${`${label}[${i}]`} onClick=${() => onChange(values.toSpliced(i, 1))} />
        </li>
      `)}
    </ul>
    <button type="button" onClick=${() => onChange([...values, ''])}>${words.addTo(label)}</button>
  </div>
`;
