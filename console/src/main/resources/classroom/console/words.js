// What the page says, in both languages: what every view says, then each view's own words.
import common from './words/common.js';
import overview from './words/overview.js';
import tables from './words/tables.js';
import functions from './words/functions.js';
import roles from './words/roles.js';
import stream from './words/stream.js';
import capacity from './words/capacity.js';
import deployments from './words/deployments.js';
import logs from './words/logs.js';
import calls from './words/calls.js';

const ALL = [common, overview, tables, functions, roles, stream, capacity, deployments, logs, calls];

export const WORDS = Object.fromEntries(
  ['en', 'pt'].map((language) => [language, Object.assign({}, ...ALL.map((words) => words[language]))]),
);
