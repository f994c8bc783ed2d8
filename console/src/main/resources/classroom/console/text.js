// Text from elsewhere as a person can read it: whole or cut, with what would be invisible, or reorder it, named.
import { html } from './html.js';

const ORDER = '\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069';
const HALVES = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
const HIDDEN = new RegExp(`[\\0-\\x1f${ORDER}]|${HALVES}`);
const NAMES = { '\0': 'NUL', '\t': 'TAB', '\n': 'LF', '\r': 'CR' };
const hex = (character) => character.charCodeAt(0).toString(16).padStart(4, '0');

/** Whether a text has more in it than a field for several lines shows and keeps. */
export const isPlain = (text) => !HIDDEN.test(text.replace(/[\n\t]/g, ''));

/** JSON with escapes for what would be invisible or reorder the text around it. */
export const json = (value, indent) =>
  JSON.stringify(value, null, indent).replace(new RegExp(`[${ORDER}]`, 'g'), (each) => `\\u${hex(each)}`);

/** A text, cut after `most` characters; its direction does not reach the text around it. */
export function Shown({ text, most = Infinity }) {
  const cut = text.length > most ? text.slice(0, most).replace(/[\ud800-\udbff]$/, '') : text;
  const parts = cut.split(new RegExp(`(${HIDDEN.source})`));
  return html`<bdi>${parts.map((part, i) =>
    i % 2 ? html`<span class="hidden-character">${NAMES[part] ?? `U+${hex(part).toUpperCase()}`}</span>` : part,
  )}${cut === text ? '' : '…'}</bdi>`;
}

/** Lays JSON out without reading its numbers: they keep every digit. What is no JSON stays as it is. */
export function layOut(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  return text.replace(/"(?:[^"\\]|\\.)*"|[[{]\s*[\]}]|[[{]|[\]}]|[,:]|\s+/g, (token) => {
    if (token[0] === '"') return token;
    if (/^[[{]\s*[\]}]$/.test(token)) return token[0] + token.at(-1);
    if (token === ',') return `,${line()}`;
    if (token === ':') return ': ';
    if (token === '[' || token === '{') return ++depth && token + line();
    return token === ']' || token === '}' ? (depth--, line() + token) : '';
  });
}
