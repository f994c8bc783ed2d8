// What the page says, in both languages: what every view says, then each view's own words.
import common from './words/common.js';
import tables from './words/tables.js';
import functions from './words/functions.js';
import stream from './words/stream.js';
import logs from './words/logs.js';
import calls from './words/calls.js';

const ALL = [common, tables, functions, stream, logs, calls];
import roles from './words/roles.js';
import capacity from './words/capacity.js';
import calls from './words/calls.js';

const ALL = [common, tables, functions, roles, capacity, calls];

export const WORDS = Object.fromEntries(
  ['en', 'pt'].map((language) => [language, Object.assign({}, ...ALL.map((words) => words[language]))]),
);
