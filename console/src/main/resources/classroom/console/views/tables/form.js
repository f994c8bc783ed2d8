import { html } from '../../html.js';
import { Shown } from '../../text.js';
import { EMPTY, entry, TYPES } from './values.js';

const TEXTS = ['S', 'N', 'B'];

/** Of a longer text a browser takes seconds to find the direction. */
const LONG = 10_000;

/** Typed attributes, each with name, type and value. Those of the key stay; `locked`, their values do too. */
export function Attributes({ words, entries, onChange, keys = [], locked = false, path = '' }) {
  const add = () => onChange([...entries, { ...entry({ S: '' }, ''), isNew: true }]);
  return html`
    <ul class="attributes">
      ${entries.map((each, i) => {
        const label = path + (each.name || words.attribute);
        const isKey = keys.includes(each.name) && each.fixed;
        const change = (changed) => onChange(entries.with(i, { ...each, ...changed }));
        const name = each.fixed
          ? html`<span class="name"><${Shown} text=${each.name} />${isKey ? ` (${words.key})` : ''}</span>`
          : html`<input
              class="name"
              ref=${focusOnce(each)}
              aria-label=${words.nameOf(label)}
              value=${each.name}
              onInput=${(e) => change({ name: e.target.value })}
            />`;
        const remove = isKey ? undefined : () => onChange(entries.toSpliced(i, 1));
        return html`<${Row} key=${each.id} ...${{ words, name, of: each, label, isKey, locked: isKey && locked, remove, change }} />`;
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

/** One value: name, type and content side by side, and what it contains below; nested grids would take too long. */
function Row({ words, name, of, label, isKey, locked, remove, change }) {
  const retype = (e) => {
    const type = e.target.value;
    const keeps = TEXTS.includes(type) && TEXTS.includes(of.type) && !of.literal;
    change({ type, literal: false, value: keeps ? of.value : EMPTY[type] });
  };
  const its = { words, of, label, locked, onChange: (value) => change({ value }) };
  return html`
    <li>
      <div class="row">
        ${name}
        <select aria-label=${words.typeOf(label)} value=${of.type} disabled=${isKey} onChange=${retype}>
          ${TYPES.map((type) => html`<option value=${type}>${type} · ${words.types[type]}</option>`)}
        </select>
        ${!NESTED[of.type] && html`<${Content} ...${its} />`}
        ${remove && html`<${Remove} words=${words} label=${label} onClick=${remove} />`}
      </div>
      ${NESTED[of.type] && html`<div class="nested"><${NESTED[of.type]} ...${its} /></div>`}
    </li>
  `;
}

function Content({ words, of: { type, literal, value }, label, locked, onChange }) {
  const name = words.valueOf(label);
  const input = (e) => onChange(e.target.value);
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
    <textarea class="value" rows=${rows} spellcheck=${false} dir=${value.length < LONG ? 'auto' : undefined} aria-label=${note ? `${name} (${note})` : name}
      value=${value} readonly=${locked} onInput=${input}></textarea>
    ${note && html`<small>${note}</small>`}
  `;
}

const MapOf = ({ words, of, label, onChange }) =>
  html`<${Attributes} words=${words} entries=${of.value} path=${`${label}.`} onChange=${onChange} />`;

/** A list holds values of any type, in order. */
const ListOf = ({ words, of: { value: entries }, label, onChange }) => html`
  <ul class="attributes">
    ${entries.map((each, i) => {
      const change = (changed) => onChange(entries.with(i, { ...each, ...changed }));
      const remove = () => onChange(entries.toSpliced(i, 1));
      const name = html`<span class="name">${i}</span>`;
      return html`<${Row} key=${each.id} ...${{ words, name, of: each, label: `${label}[${i}]`, remove, change }} />`;
    })}
  </ul>
  <button type="button" onClick=${() => onChange([...entries, entry({ S: '' })])}>${words.addTo(label)}</button>
`;

/** A set holds values of one type. */
const SetOf = ({ words, of: { value: values }, label, onChange }) => html`
  <ul class="attributes">
    ${values.map((each, i) => html`
      <li class="row">
        <textarea class="value" rows="1" spellcheck=${false} aria-label=${words.valueOf(`${label}[${i}]`)}
          value=${each} onInput=${(e) => onChange(values.with(i, e.target.value))}></textarea>
        <${Remove} words=${words} label=${`${label}[${i}]`} onClick=${() => onChange(values.toSpliced(i, 1))} />
      </li>
    `)}
  </ul>
  <button type="button" onClick=${() => onChange([...values, ''])}>${words.addTo(label)}</button>
`;

const NESTED = { M: MapOf, L: ListOf, SS: SetOf, NS: SetOf, BS: SetOf };
